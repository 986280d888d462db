"""Reading offers: what a page shows, what the engine prices, what still blocks."""
