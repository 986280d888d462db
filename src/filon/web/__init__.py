"""What every screen shares: templates, components, lists, forms, access of views."""
