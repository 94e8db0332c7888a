"""Reports for the owner of the archive."""
