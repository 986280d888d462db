"""Freezing figures, commenting them, reporting."""
