"""One file that holds the database and the files, whole, whatever is written meanwhile.

A copy of the database file made with `cp` can miss committed rows and still look
sound; these modules ask the database for one consistent state instead.
"""
