"""What the owner can do in private."""
