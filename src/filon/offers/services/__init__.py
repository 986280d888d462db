"""Writing offers: one function per event of the trade."""
