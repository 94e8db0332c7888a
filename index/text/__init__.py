"""Text analysis: pure functions over strings; no files, no database."""
