"""The archive written as a snapshot: what is computed of each article, and of all together."""
