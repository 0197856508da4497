"""HTTP for programs and guests."""
