"""The embedding model and the reranker: exported once, then run by onnxruntime alone."""
