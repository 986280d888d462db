"""Writing after the sale: satisfaction, claims, vigilance, loyalty actions."""
