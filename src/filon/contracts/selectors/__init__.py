"""Reading orders and contracts."""
