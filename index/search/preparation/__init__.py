"""A query prepared for one snapshot: its words, their weights and its vector."""
