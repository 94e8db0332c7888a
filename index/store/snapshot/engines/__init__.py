"""What a search asks of any engine that keeps a snapshot, and the engine that needs no server."""
