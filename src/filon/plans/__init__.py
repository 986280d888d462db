"""C2, the sales action plan: mandate, objectives, targets, channels, budget, checks."""
