"""Article files in, cleaned articles out; one module for each format."""
