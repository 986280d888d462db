"""The programming interface: it will assemble each app's router over the services."""
