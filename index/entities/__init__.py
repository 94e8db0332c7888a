"""Institutions, offices and people by any of their names."""
