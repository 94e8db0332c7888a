"""Reading and sending messages: what handlers share."""
