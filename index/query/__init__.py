"""Query understanding: what a question asks for, as far as its own words tell."""
