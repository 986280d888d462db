"""C1, the watch: topics, sources, items, findings, insights, potential, brief."""
