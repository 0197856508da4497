"""One file a step: (Draft) -> (Draft or Stop, what it said)."""
