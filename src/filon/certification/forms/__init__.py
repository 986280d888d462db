"""What people type on the certification side."""
