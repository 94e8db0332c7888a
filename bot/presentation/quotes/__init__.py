"""Checked quotations, statements and evidence, as people read them and take them along."""
