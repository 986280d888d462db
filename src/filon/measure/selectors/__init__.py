"""Figures computed from the thread, never typed."""
