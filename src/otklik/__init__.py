"""Otklik: a help desk where both sides write well."""
