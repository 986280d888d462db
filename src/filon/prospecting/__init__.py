"""C4, prospecting: activities, tours, call guides, sales supports, what was heard."""
