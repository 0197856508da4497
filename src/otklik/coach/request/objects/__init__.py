"""What a request is about, by name: domains, mailboxes, addresses, servers, numbers of orders and tickets, errors, ports, paths, programs, phones,
log-ins, people, sums. Pure: no database, no network."""

from otklik.coach.request.objects.model import KINDS, Object
from otklik.coach.request.objects.search import find

__all__ = ["KINDS", "Object", "find"]
