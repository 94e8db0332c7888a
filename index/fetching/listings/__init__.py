"""What lists pages: feeds, sitemaps, lists of addresses."""
