"""Speaking and listening: what handlers are made of."""
