"""Screens of orders and contracts, one file each."""
