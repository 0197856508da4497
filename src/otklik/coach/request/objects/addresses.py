"""What has a form of its own: mailboxes, domains, IP addresses, ports beside them, phones, paths. Pure."""

from __future__ import annotations

import contextlib
import ipaddress
import re

from otklik.coach.request.objects.model import ADDRESS, DOMAIN, MAILBOX, PATH, PHONE, PORT, Found, lines

_LABEL = r"[a-z0-9а-яё](?:[a-z0-9а-яё_-]{0,61}[a-z0-9а-яё])?"
_HOST = rf"(?:{_LABEL}\.)+(?:xn--[a-z0-9-]{{2,40}}|[a-zа-яё]{{2,18}})"
_MAILBOX = re.compile(rf"(?<![\w.+-])([\w][\w.+-]{{0,63}})@({_HOST})(?![\w-]|\.\w)", re.I)
_URL = re.compile(rf"\b(?:(?:https?|ftps?|sftp|ssh|wss?|rdp)://(?:[^\s/@]{{1,80}}@)?|www\.)({_HOST}|localhost)(?::(\d{{2,5}}))?(/[^\s<>\"»)\]]*)?", re.I)  # fmt: skip
_BARE = re.compile(rf"(?<![\w@./\\-])({_HOST})(?![\w@(]|-\w|\.\w)(?::(\d{{2,5}})\b)?(/[^\s<>\"»)\],;]*)?", re.I)
_ENDINGS = frozenset(lines("endings.txt"))
_NO_DOMAIN = re.compile(r"^(?:node|vue|next|nuxt|react|express|three|angular|socket|ember|backbone|d3|moment|chart)\.(?:js|io)$|^(?:asp|ado|vb|paint|battle)\.net$|^(?:т|и)\.(?:д|п|к|е|о)\b|^e\.g|^i\.e|^\d+\.\w+$", re.I)  # fmt: skip
_FOUR = re.compile(
    r"(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(?!\.?\d|[\w-]*[a-zа-яё_])(?:/\d{1,2}\b)?(?::(\d{2,5})\b)?", re.I
)
_VERSION = re.compile(r"(?:верси\w*|version|\bv\.?|release|релиз|сборк\w*|build)\s*$", re.I)
_SIX = re.compile(r"(?<![\w:.])(?=[0-9a-f]{0,4}:)[0-9a-f:]{3,39}(?:\.\d{1,3}){0,3}(?![\w:])", re.I)
_PORT = re.compile(r"\b(?:порт\w{0,3}|ports?|tcp|udp|порту|portu?)\s*(?:№|#|:|=|/|номер)?\s*(\d{1,5})\b|\b(\d{2,5})(?:-?[йи]?[йму]?)\s+(?:порт\w{0,3}|port)\b", re.I)  # fmt: skip
_PHONE = re.compile(
    r"(?<![\w.+/-])(?:\+\d{1,3}|8)[\s(-]{0,2}\d{3}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?![\w-]|\.\d)"
)
_UNIX = re.compile(r"(?<![\w/.:>])~?/(?:[\w.@+%-]+/)+[\w.@+%*-]*|(?<![\w/.:>])/(?:etc|var|usr|opt|srv|home|root|tmp|boot|dev|proc|mnt|backup)\b(?:/[\w.-]+)*|(?<![\w/.:>])/[a-z][\w-]{2,40}/?(?=[\s,.;:!?)»\"]|$)", re.I)  # fmt: skip
_WINDOWS = re.compile(r"\b[a-z]:\\[^\s\"»<>|]+|\\\\[\w.-]+\\[^\s\"»<>|]+", re.I)
_FILE = re.compile(
    r"(?<![\w/.@-])\.?[\w-]{1,60}(?:\.[\w-]{1,20}){0,3}\.(?:php\d?|html?|log|conf|cnf|cfg|ini|txt|csv|xlsx?|docx?|pdf|sql|gz|tgz|zip|rar|7z|tar|bak|sh|py|pl|js|css|json|xml|ya?ml|env|exe|dll|msi|apk|jar|war|"
    r"service|timer|socket|iso|img|qcow2|pem|crt|key|csr|pfx|jpe?g|png|gif|webp|svg|mp[34]|avi|mov|dt|cf|1cd|epf|erf|so|rpm|deb|xml\.gz)(?![\w-]|\.\w)|(?<![\w/])\.(?:htaccess|htpasswd|env|bashrc|ssh)\b", re.I
)  # fmt: skip
_LIKE = str.maketrans("асеорхукАСЕОРХУК", "aceopxykACEOPXYK")


def host(name: str) -> str:
    """A host's name in lower case and readable letters, without «www.»; a Cyrillic letter that slipped into a Latin name is put right."""
    name = name.lower().rstrip(".").removeprefix("www.")
    labels: list[str] = []
    for label in name.split("."):
        if label.startswith("xn--"):
            with contextlib.suppress(UnicodeError):
                label = label.encode().decode("idna")
        elif re.search("[a-z]", label) and re.search("[а-яё]", label):
            label = label.translate(_LIKE)
        labels.append(label.replace("ё", "е") if labels else label)
    return ".".join(labels)


def _is_domain(name: str) -> bool:
    ending = name.rsplit(".", 1)[-1].lower()
    return (ending in _ENDINGS or ending.startswith("xn--")) and not _NO_DOMAIN.search(name)


def search(found: Found) -> None:
    """Add what the text holds of these."""
    text = found.text
    for match in _MAILBOX.finditer(text):
        found.match(MAILBOX, match, f"{match[1].lower()}@{host(match[2])}")
    for match in _URL.finditer(text):
        found.add(DOMAIN, match.start(), match.end(1), host(match[1]))
        _beside(found, match)
    for match in _BARE.finditer(text):
        if _is_domain(match[1]) and found.match(DOMAIN, match, host(match[1]), 1):
            _beside(found, match)
    for match in _FOUR.finditer(text):
        if all(int(each) < 256 for each in match[1].split(".")) and not _VERSION.search(text[: match.start()][-14:]):
            found.match(ADDRESS, match, ".".join(str(int(each)) for each in match[1].split(".")), 1)
            if match[2]:
                found.match(PORT, match, match[2], 2)
    for match in _SIX.finditer(text):
        written = match[0].rstrip(":") if not match[0].endswith("::") else match[0]
        if written.count(":") > 1:
            try:
                found.add(ADDRESS, match.start(), match.start() + len(written), str(ipaddress.IPv6Address(written)))
            except ValueError:
                continue
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        found.match(PHONE, match, "7" + digits[1:] if match[0][0] == "8" else digits)
    for expression in (_WINDOWS, _UNIX, _FILE):
        for match in expression.finditer(text):
            if _NO_DOMAIN.search(match[0]):
                continue
            end = match.start() + len(match[0].rstrip(".,;:!?"))
            found.add(PATH, match.start(), end, text[match.start() : end].lower().rstrip("/"))


def ports(found: Found) -> None:
    """Ports told in words; after errors and numbers of orders."""
    for match in _PORT.finditer(found.text):
        group = 1 if match[1] else 2
        if 0 < int(match[group]) < 65536:
            found.match(PORT, match, str(int(match[group])), group)


def _beside(found: Found, match: re.Match[str]) -> None:
    """The port and the page of an address."""
    if match[2]:
        found.match(PORT, match, match[2], 2)
    if match[3] and len(match[3].rstrip("/.,;:!?")) > 1:
        page = match[3].rstrip("/.,;:!?")
        found.add(PATH, match.start(3), match.start(3) + len(page), page.lower())
