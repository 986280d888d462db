"""From rows of values to records: planned without writing, then written in bulk."""
