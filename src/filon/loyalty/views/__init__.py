"""Screens of satisfaction and loyalty."""
