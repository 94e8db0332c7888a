"""The readers of formats, a module each; those of article records have a room of their own."""
