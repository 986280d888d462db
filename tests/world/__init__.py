"""Companies made for questions about all pages: any number of rows of every kind."""
