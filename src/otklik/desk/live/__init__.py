"""Live pages: names of what has changed, sent as they happen."""
