"""The one search box: one index of all records, rights inside the query.

Business apps hand in rows (`services.index`) in the transaction that writes the record;
this app knows none of them.
"""
