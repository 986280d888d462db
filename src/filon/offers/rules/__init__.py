"""Rules of the house as data: pure evaluation, no database, no words."""
