"""Reading imports, their rows and duplicates."""
