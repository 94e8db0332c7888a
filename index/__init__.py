"""The archive: article files in, searchable snapshots and ranked passages out. Knows no chat."""
