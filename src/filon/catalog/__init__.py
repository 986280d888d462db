"""What the company sells: families, items, price lists, terms, installed base."""
