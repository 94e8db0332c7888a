"""Nearest-neighbour search over vectors; `stores.open_store()` opens the kind that is in use."""
