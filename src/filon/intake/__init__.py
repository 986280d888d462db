"""Data of elsewhere brought in: imports with preview and revert, duplicates (C7)."""
