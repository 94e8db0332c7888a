"""Archives of files: ZIP and tar, and WACZ, which is a ZIP of WARC files."""
