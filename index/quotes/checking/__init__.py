"""A quotation checked: what a message claims, where its words stand, and what that comes to."""
