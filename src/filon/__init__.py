"""Filon: the working tool of the industrial technical salesperson."""
