"""Screens of prospecting."""
