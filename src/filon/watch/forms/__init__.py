"""What people type in the watch."""
