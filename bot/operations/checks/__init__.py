"""What `doctor` looks at; nothing of it changes anything."""
