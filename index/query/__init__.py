"""Query understanding: what a question asks for, from its own words alone."""
