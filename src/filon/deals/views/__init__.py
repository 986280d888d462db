"""Screens of the deals."""
