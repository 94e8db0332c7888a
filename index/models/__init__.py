"""The embedding model and the reader, run by onnxruntime alone."""
