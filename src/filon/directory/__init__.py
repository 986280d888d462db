"""The customer base: companies, sites, contacts, territories, market segments (C7)."""
