"""The article of a saved page: tree, candidates for its text, title and outlet, listings."""
