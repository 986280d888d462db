"""Template tags of the certification, for the pages of every app."""
