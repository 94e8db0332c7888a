"""The commands of whoever runs the bot: what is well, and what is saved."""
