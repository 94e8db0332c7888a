"""Builds archives: article files in, a published snapshot out."""
