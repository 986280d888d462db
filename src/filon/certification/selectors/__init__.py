"""Reads of the certification."""
