"""`snapshot.contents` answered by a Milvus server."""
