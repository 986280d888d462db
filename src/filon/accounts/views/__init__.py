"""Screens of sign-in, company, users and profile."""
