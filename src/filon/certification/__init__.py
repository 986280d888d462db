"""The evaluation side: referential, candidates, evidence, grids, opinion."""
