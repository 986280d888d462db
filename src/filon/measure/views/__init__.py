"""Screens of indicators, histories and reports."""
