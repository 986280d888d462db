"""Screens of imports and duplicates."""
