"""`snapshot.engines.contents` answered by a Milvus server."""
