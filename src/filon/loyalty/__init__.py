"""C6, after the sale: satisfaction, claims, loyalty actions, vigilance."""
