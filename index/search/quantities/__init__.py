"""The numbers and days that quotes give, and where quotes give different ones for one thing."""
