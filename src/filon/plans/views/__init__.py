"""Screens of plans, one module a screen."""
