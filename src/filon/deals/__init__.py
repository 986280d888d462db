"""The spine of the sale: deals, who decides in them, who bids against us."""
