"""Text analysis: pure functions over strings, and the one table (a glossary) that they need."""
