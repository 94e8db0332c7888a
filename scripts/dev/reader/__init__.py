"""Training of the reader: the small model that reads a question and a text together."""
