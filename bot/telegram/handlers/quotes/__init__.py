"""Whose words these are: checks of quotations, statements of somebody, evidence to take along."""
