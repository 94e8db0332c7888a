"""A parsed query and a snapshot in, hits with a confidence out."""
