"""The product: one answer pipeline, two front-ends (Telegram and the terminal)."""
