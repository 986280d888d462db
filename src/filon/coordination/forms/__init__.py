"""The forms of the gestures: cleaning only."""
