"""Article files in, cleaned articles out: one reader a format."""
