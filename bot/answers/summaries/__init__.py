"""Short summaries that a language model writes of an answer's quotes, each sentence verified."""
