"""Secrets in settings: NAME=value, "name": "value", name => 'value', <name>value</name>, define('NAME', 'value')."""

from __future__ import annotations

import re

from otklik.coach.request.secrets.labels import PAIR
from otklik.coach.request.secrets.model import KEY, PASSWORD, TOKEN, Found
from otklik.coach.request.secrets.values import is_known, is_masked, is_placeholder, is_plain, is_strong

_WORDS = r"password|passwd|passphrase|parol|pwd|pass|psw|pw|secret|token|api_?-?key|apikey|access_?-?key|secret_?-?key|auth_?-?key|private_?-?key|account_?-?key|encryption_?-?key|app_?-?key|logged_in_key|nonce_key|salt|master_?-?key|signing_?-?key|client_?-?secret|webhook_?-?secret|cookie_?-?key|hash_?key|x-api-key|requirepass|masterauth"
_NAME = re.compile(
    rf"(?<![A-Za-z0-9_.-])(?P<name>[A-Za-z0-9_.$-]{{0,40}}?(?P<word>{_WORDS})(?:\d|_\d)?)(?P<close>[\"'`\])]{{0,3}})[ \t]{{0,10}}(?P<sep>=>|:=|==?|:|,(?=[ \t]?['\"]))[ \t]{{0,10}}"
    r"(?:(?P<q>[\"'`])(?P<quoted>(?:(?!(?P=q))[^\n\\]|\\.){0,300})(?P=q)|(?P<bare>[^\s\"'`<>][^\s<>]{0,300}))",
    re.I,
)
_ELEMENT = re.compile(rf"<(?P<tag>[\w:.-]{{0,30}}(?:{_WORDS}))>(?P<value>[^<>\n]{{1,200}})</", re.I)
_DIRECTIVE = re.compile(r"(?m)^[ \t]*(?:requirepass|masterauth|bindpw|rootpw)[ \t]+(\S{3,100})[ \t]*$", re.I)
_NETRC = re.compile(r"\b(?:machine\s+\S{1,200}\s+)?login\s+\S{1,100}\s+password\s+(\S{1,100})")
_PGPASS = re.compile(r"(?m)^[\w.*-]{1,100}:(?:\d{2,5}|\*):[\w*-]{1,60}:[\w-]{1,60}:(\S{1,100})$")
_EDGES = (
    "public",
    "publishable",
    "csrf",
    "site",
    "sort",
    "cache",
    "foreign",
    "primary",
    "partition",
    "reset",
    "by",
    "bypass",
    "com",
    "e",
    "tres",
    "sur",
    "en",
)
_CODE = re.compile(r"[A-Za-z_][\w.]*\(.*|\$\w.*|[\w.]+\[.*")


def settings(found: Found) -> None:
    """Add what stands beside a name that says what it is."""
    text, lowered = found.text, found.lowered
    if not any(
        word in lowered
        for word in (
            "pass",
            "pwd",
            "psw",
            "pw",
            "parol",
            "secret",
            "token",
            "key",
            "salt",
            "auth",
            "bindpw",
            "rootpw",
        )
    ):
        return
    for each in _NAME.finditer(text):
        word, name = each["word"].lower(), each["name"]
        prefix = name[: len(name) - len(each["word"])].lower().rstrip("_-.0123456789")
        if any(
            prefix.endswith(edge)
            for edge in (
                "public",
                "publishable",
                "csrf",
                "site",
                "cache",
                "foreign",
                "primary",
                "reset",
                "xsrf",
                "ssh_",
            )
        ) or (
            prefix
            and prefix[-1].isalpha()
            and word in ("pass", "salt")
            and name[-len(each["word"]) - 1] not in "_-."
            and prefix
            not in ("db", "ftp", "user", "root", "admin", "my", "pg", "redis", "smtp", "mail", "sql", "mysql")
        ):
            continue
        if each["sep"] == ":" and not each["close"] and PAIR.search(text[max(0, each.start() - 40) : each.start()]):
            continue
        if each["sep"] == ":" and not each["close"] and each["quoted"] is None and not set(name) & set("_.-"):
            continue  # words, not settings
        is_password = (
            word.startswith(("pass", "pwd", "psw", "pw", "parol", "require", "master")) and "key" not in word
        )
        value, is_quoted = (each["quoted"], True) if each["quoted"] is not None else (each["bare"], False)
        start = each.start("quoted" if is_quoted else "bare")
        if not is_quoted:
            value = value.rstrip(".,;") if not (each["sep"] == "=" and "_" in name) else value.rstrip(",;")
            value = re.split(r"[;&](?=[\w ]{1,30}=)|[\"'](?:[,)}\]]|$)", value)[0]
            if (
                each["sep"] == ":"
                and each["close"] == ""
                and value[-1:] in ")]}"
                and value.count("(") < value.count(")")
            ):
                value = value[:-1]
        elif "\\" in value and each["q"] == "'":
            pass
        if is_placeholder(value) or is_masked(value) or _CODE.fullmatch(value):
            continue
        is_setting = is_quoted or each["sep"] in ("=", "=>", ":=") or bool(each["close"]) or "_" in name
        if each["sep"] == "," and not each["close"]:
            continue
        if is_password:
            fits = (is_setting and bool(value.strip())) or is_strong(value) or (is_plain(value) and value.isascii())
            if is_setting and not is_quoted and not value.isascii() and not is_strong(value):
                fits = is_plain(value)
            if (
                is_setting
                and not is_quoted
                and each["sep"] == "="
                and value.lower() in ("required", "optional", "on", "off", "1", "0")
            ):
                fits = False
            if is_quoted and (" " in value.strip() and (each["sep"] == ":" and each["close"] == "")):
                fits = False
        else:
            fits = (
                len(value) >= 8
                and not value.startswith(("ssh-", "/", "http"))
                and (
                    any(sign.isdigit() for sign in value)
                    or (is_setting and len(value) >= 12 and not value.isalpha())
                    or (is_quoted and "_" in name)
                )
            )
            fits = (
                fits
                and not (is_known(value) and not re.fullmatch(r"[0-9a-fA-F-]{32,64}", value))
                and (" " not in value or word in ("salt",) or word.endswith("key"))
            )
        if fits:
            kind = PASSWORD if is_password else KEY if word.startswith("private") and len(value) > 40 else TOKEN
            found.add(kind, start, start + len(value))
    if "</" in text:
        for each in _ELEMENT.finditer(text):
            value = each["value"]
            if (
                not is_placeholder(value)
                and not is_masked(value)
                and (is_plain(value.strip()) or is_strong(value.strip()))
            ):
                kind = PASSWORD if re.search(r"pass|pwd|psw|parol", each["tag"], re.I) else TOKEN
                found.add(kind, each.start("value"), each.end("value"))
    for shape, word in (
        (_DIRECTIVE, "pw"),
        (_DIRECTIVE, "masterauth"),
        (_DIRECTIVE, "requirepass"),
        (_NETRC, "machine"),
        (_PGPASS, "pgpass"),
    ):
        if word in lowered:
            for each in shape.finditer(text):
                if not is_placeholder(each[1]) and not is_masked(each[1]):
                    found.add(PASSWORD, *each.span(1))
