"""Electronic documents of trade: read, recomputed, judged, written. No database."""
