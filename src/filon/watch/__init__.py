"""C1, the watch: topics, sources, items to sort, findings, insights, potential, brief."""
