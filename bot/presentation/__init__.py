"""What people read, as plain text and HTML; makes no calls to Telegram."""
