"""People, teams, roles, the company itself, and who may read what."""
