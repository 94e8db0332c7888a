"""Exports of other programs: Telegram Desktop's and WordPress'."""
