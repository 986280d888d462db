"""The evaluation side: referential, candidates, modalities, evidence, grids, opinion."""
