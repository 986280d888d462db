"""Reading the watch, one module a subject."""
