"""Background and scheduled work: queued with the change that needs it, done once.

A job is a row. Workers take it with one conditional UPDATE under a lease that their
progress reports extend; a worker that dies leaves a job that another one continues.
"""
