"""Articles fetched from feeds, sitemaps and lists of addresses; nothing else uses the network."""
