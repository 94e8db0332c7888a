"""The phrases that name a speaker: from words to role, institution and name."""
