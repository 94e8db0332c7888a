"""Candidates retrieved, scored and cited."""
