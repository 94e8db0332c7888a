"""Removes what a scraped page has besides its article."""
