"""What the owner decided: settings, how their values are written, and names that are misspelt."""
