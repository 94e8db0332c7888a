"""Whether a sentence says no more than the quotes it rests on: pure functions, strict ones."""
