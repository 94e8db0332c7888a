"""Whole articles read for a query: which sentences answer, and the excerpt that is shown."""
