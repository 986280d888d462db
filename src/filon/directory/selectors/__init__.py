"""Reading the customer base."""
