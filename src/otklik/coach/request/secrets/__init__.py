"""Passwords, keys, tokens and card numbers in a text, with their exact places."""

from otklik.coach.request.secrets.model import Secret
from otklik.coach.request.secrets.search import find

__all__ = ["Secret", "find"]
