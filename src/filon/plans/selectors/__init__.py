"""Reading plans, one module a subject."""
