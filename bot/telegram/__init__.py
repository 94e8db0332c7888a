"""The Telegram front-end; nothing else imports telegram."""
