"""Running an archive as its owner: what is checked and saved."""
