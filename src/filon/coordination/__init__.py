"""The gestures that every deliverable shares: consult, approve, transmit, signal."""
