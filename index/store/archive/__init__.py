"""What is kept of every article: archive.db."""
