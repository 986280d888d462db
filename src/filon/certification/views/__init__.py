"""Screens of the certification."""
