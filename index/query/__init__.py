"""Query understanding: what a question asks for, told by its own words alone."""
