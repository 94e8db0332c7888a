"""Updates in, calls out."""
