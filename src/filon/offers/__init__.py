"""Offers: what is proposed to a customer, at what price and on which terms."""
