"""C3, the need: sources, structured requirements, finance, policy check, synthesis."""
