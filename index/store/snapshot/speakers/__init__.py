"""Who speaks in a snapshot: found by the words of their names, offices and institutions."""
