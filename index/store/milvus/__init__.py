"""Snapshots kept by Milvus, so that several bots search one archive: publishing, and searching."""
