"""One article fetched with all its parts, and the queue of those to fetch."""
