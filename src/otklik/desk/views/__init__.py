"""HTTP of the desk: parse, ask for permission, one query or one action, render."""
