"""The salesperson's day: it reads everything and owns no table."""
