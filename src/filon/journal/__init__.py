"""Append-only history of who did what, written in the transaction of the change."""
