"""The WARC files that keep what was fetched as it came."""
