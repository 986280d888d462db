"""Screens of the watch, one module a screen."""
