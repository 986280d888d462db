"""Filon on real files that nobody of the project wrote, from an empty company."""
