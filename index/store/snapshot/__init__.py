"""What is searched: immutable copies of the archive, and every SELECT on them."""
