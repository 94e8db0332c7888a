"""The language model that summaries come from, and how much of its time an answer may take."""
