"""Whose words these are: quotations checked against the archive, and all statements of somebody."""
