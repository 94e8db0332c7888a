"""bot.db: one store a family of tables; people appear only as pseudonyms."""
