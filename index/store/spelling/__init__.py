"""Spelling correction: misspelt words → words of the archive, alone and side by side."""
