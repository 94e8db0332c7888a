"""Article records: files of named fields, and which of the fields are which of an article."""
