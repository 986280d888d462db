"""Screens of the needs."""
