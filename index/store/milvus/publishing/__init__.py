"""A snapshot of this machine written into collections."""
