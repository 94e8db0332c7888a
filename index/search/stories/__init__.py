"""All stories on a topic, and what can be asked."""
