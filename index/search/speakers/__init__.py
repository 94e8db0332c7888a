"""Whether sentences are by whom a question asks for."""
