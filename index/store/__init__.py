"""What is on the disk: archive.db and the snapshots."""
