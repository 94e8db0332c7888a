"""What a build reads: its files in order and counted, and pages of one article joined."""
