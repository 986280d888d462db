"""C6 to C7, the measure: indicators, frozen snapshots, comments, reports, histories."""
