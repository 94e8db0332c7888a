"""Temporal expressions of questions."""
