"""English words: dictionary forms, spellings of both shores, short forms («don't» is do and not). Pure.

The forms are made by rule and err on the rich side ("making": make, mak): phrases name real words, so a form that is no
word meets none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_VERBS = """
be am is are was were been being|have has had having|do does did done doing|go goes went gone|say said|get got gotten|make made
know knew known|think thought|take took taken|see saw seen|come came|give gave given|find found|tell told|become became|leave left
feel felt|bring brought|begin began begun|keep kept|hold held|write wrote written|stand stood|hear heard|let|mean meant|set|meet met
run ran|pay paid|sit sat|speak spoke spoken|lie lay lain lying|lead led|read|grow grew grown|lose lost|fall fell fallen|send sent
build built|understand understood|draw drew drawn|break broke broken|spend spent|cut|rise rose risen|drive drove driven|buy bought
wear wore worn|choose chose chosen|throw threw thrown|catch caught|teach taught|sell sold|hit|hurt|fight fought|win won|eat ate eaten
sleep slept|forget forgot forgotten|forgive forgave forgiven|hang hung|shake shook shaken|ride rode ridden|feed fed|hide hid hidden
steal stole stolen|shut|put|sink sank sunk|stick stuck|strike struck|swear swore|swallow|tear tore torn|wake woke woken|freeze froze frozen
fly flew flown|lend lent|bend bent|bite bit bitten|blow blew blown|burn burnt|dig dug|drink drank drunk|ring rang rung|sing sang sung
spoil spoilt|learn learnt|overcharge|undertake undertook undertaken|withdraw withdrew withdrawn|mistake mistook mistaken|split|reset
shoot shot|show shown|shine shone|smell smelt|spell spelt|spill spilt|swim swam|upset|wind wound|die dying|tie tying|bear bore borne
overlook|rewrite rewrote rewritten|redo redid redone|resend resent|rebuild rebuilt|undo undid undone|beat beaten|bet|cost|quit|seek sought
can|will|would|should|could|may|might|must|shall
child children|man men|woman women|person people|foot feet|life lives|wife wives|mouse mice|half halves|shelf shelves
good better best|bad worse worst|nobody no-one noone
"""
_NO_ENDING = frozenset(
    ["thing", "nothing", "something", "anything", "everything", "during", "morning", "evening", "king", "string", "spring", "bring", "ring", "sing", "wing", "this", "his", "its", "us", "yes", "always", "news", "bus", "gas", "plus", "thus", "across", "unless", "less", "perhaps", "as", "was", "has", "is", "series", "species", "lens", "besides", "towards", "afterwards", "need", "indeed", "speed", "feed", "seed", "bed", "red", "hundred", "kindred", "weed", "exceed", "proceed", "succeed", "sacred", "naked", "politics", "physics", "address", "access", "process", "business", "guess", "miss", "pass", "class", "glass", "press", "success", "progress", "wireless", "regardless", "doubtless", "nonetheless", "nevertheless", "sometimes"]
)  # fmt: skip
_SHORT = re.compile(r"(?P<head>[a-z]+?)(?P<tail>n['’]?t|['’](?:t|s|d|ll|re|ve|m|em))$", re.I)
_BARE = frozenset(
    [
        "dont",
        "doesnt",
        "didnt",
        "isnt",
        "arent",
        "wasnt",
        "werent",
        "hasnt",
        "havent",
        "hadnt",
        "couldnt",
        "wouldnt",
        "shouldnt",
    ]
)
_NEGATIVE = {"ca": "can", "wo": "will", "sha": "shall", "ai": "be"}
_TAILS = {"t": "not", "s": "'s", "d": "'d", "ll": "will", "re": "are", "ve": "have", "m": "am", "em": "them"}
_TAIL_FORMS = {"'s": frozenset({"'s", "be", "have"}), "'d": frozenset({"'d", "would", "have"})}


class Piece(NamedTuple):
    """A part of a written word: its place in it, and the word it stands for."""

    start: int
    end: int
    lower: str


def _table() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    known: dict[str, set[str]] = {}
    past: set[str] = set()
    for line in _VERBS.strip().splitlines():
        for family in line.split("|"):
            head, *others = family.split()
            for each in others:
                known.setdefault(each, set()).add(head)
                if not each.endswith(("ing", "s")) and each not in (
                    "am",
                    "are",
                    "better",
                    "best",
                    "worse",
                    "worst",
                    "no-one",
                    "noone",
                    "children",
                    "men",
                    "women",
                    "people",
                    "feet",
                    "lives",
                    "wives",
                    "mice",
                    "halves",
                    "shelves",
                ):
                    past.add(each)
    return {word: frozenset(heads) for word, heads in known.items()}, frozenset(past)


_IRREGULAR, _PAST = _table()


def forms(word: str) -> tuple[frozenset[str], frozenset[str]]:
    """(all dictionary forms that a lower-case word may have, itself among them; grammar: past)."""
    if word in _TAIL_FORMS:
        return _TAIL_FORMS[word], frozenset()
    found = {word} | _IRREGULAR.get(word, frozenset())
    if len(word) > 3 and word not in _NO_ENDING:
        found.update(each for each in _stripped(word) if len(each) > 1)
    for each in tuple(found):
        found.update(_spellings(each))
    is_past = word in _PAST or (word.endswith("ed") and len(word) > 4 and word not in _NO_ENDING)
    return frozenset(found), frozenset({"past"} if is_past else ())


def _stripped(word: str) -> Iterator[str]:
    if word.endswith("ies") and len(word) > 4:
        yield word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        yield word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        yield word[:-1]
    if word.endswith("ied"):
        yield word[:-3] + "y"
    for ending in ("ed", "ing"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and (len(stem) > 2 or stem in ("go", "do")):
            yield stem
            yield stem + "e"
            if len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]
    if word.endswith("ed") and len(word) > 3:
        yield word[:-1]


def _spellings(word: str) -> Iterator[str]:
    """The same word on the other shore."""
    if len(word) > 5:
        for british, american in (
            ("ise", "ize"),
            ("isation", "ization"),
            ("yse", "yze"),
            ("our", "or"),
            ("ourite", "orite"),
            ("ourable", "orable"),
        ):
            if word.endswith(british):
                yield word[: -len(british)] + american
            elif word.endswith(american):
                yield word[: -len(american)] + british


def pieces(word: str) -> tuple[Piece, ...]:
    """A written word in the words it stands for: "don't" is do and not, "I'll" is I and will, "Ann's" is Ann and 's."""
    lower = word.lower().replace("’", "'")
    if lower == "cannot":
        return (Piece(0, 3, "can"), Piece(3, 6, "not"))
    if "'" not in lower and lower not in _BARE and lower not in ("cant", "wont"):
        return (Piece(0, len(word), lower),)
    match = _SHORT.fullmatch(lower)
    if not match:
        return (Piece(0, len(word), lower),)
    head, tail = match["head"], match["tail"].replace("'", "")
    if tail.startswith("n") and tail != "n":
        return (Piece(0, len(head), _NEGATIVE.get(head, head)), Piece(len(head), len(word), "not"))
    return (Piece(0, len(head), head), Piece(len(head), len(word), _TAILS.get(tail, tail)))


_LEADS = frozenset(
    [
        "please",
        "kindly",
        "just",
        "simply",
        "then",
        "and",
        "or",
        "also",
        "first",
        "next",
        "now",
        "finally",
        "do",
        "always",
        "instead",
        "so",
        "either",
    ]
)
# What people are told to do, and what letters end with.
_ORDERS = frozenset(
    ["be", "have", "do", "go", "say", "get", "make", "know", "think", "take", "see", "come", "give", "find", "tell", "leave", "feel", "bring", "begin", "keep", "hold", "write", "stand", "hear", "let", "meet", "run", "pay", "sit", "speak", "lie", "lead", "read", "grow", "lose", "fall", "send", "build", "understand", "draw", "break", "spend", "cut", "drive", "buy", "wear", "choose", "throw", "catch", "teach", "sell", "hit", "eat", "sleep", "forget", "forgive", "hang", "shake", "ride", "feed", "hide", "shut", "put", "stick", "tear", "wake", "fly", "lend", "bend", "blow", "dig", "drink", "ring", "sing", "learn", "withdraw", "reset", "show", "shine", "smell", "spell", "swim", "wind", "resend", "undo", "seek", "quit", "rest", "play", "rely", "lift", "accept", "access", "activate", "add", "adjust", "advise", "allow", "answer", "apply", "approach", "arrange", "ask", "assign", "attach", "avoid", "backup", "book", "boot", "browse", "call", "cancel", "capture", "carry", "celebrate", "change", "charge", "check", "cite", "claim", "clean", "clear", "click", "close", "collect", "combine", "compare", "complete", "configure", "confirm", "connect", "consider", "consult", "contact", "continue", "convert", "copy", "correct", "count", "create", "cross", "cuddle", "deactivate", "decide", "decline", "delete", "deliver", "describe", "deselect", "detach", "diagnose", "dial", "disable", "disconnect", "discard", "dismiss", "display", "download", "drag", "drop", "edit", "eject", "email", "empty", "enable", "end", "enjoy", "ensure", "enter", "erase", "examine", "excuse", "exit", "expand", "explain", "export", "extend", "fetch", "fill", "fit", "fix", "flash", "flush", "fold", "follow", "force", "format", "forward", "give", "grant", "greet", "guess", "hand", "heal", "help", "highlight", "hit", "hold", "hope", "hover", "hug", "identify", "ignore", "import", "include", "increase", "inform", "insert", "inspect", "install", "instruct", "join", "jot", "jump", "kiss", "launch", "lay", "like", "link", "list", "listen", "load", "locate", "lock", "log", "look", "love", "lower", "mail", "manage", "map", "mark", "match", "mention", "message", "minimise", "minimize", "monitor", "mount", "mount", "move", "name", "navigate", "note", "notify", "observe", "obtain", "open", "opt", "order", "paste", "pause", "permit", "phone", "pick", "pin", "ping", "place", "plan", "plug", "point", "pop", "post", "power", "prepare", "present", "press", "preserve", "pretend", "print", "proceed", "process", "provide", "publish", "pull", "purchase", "purge", "push", "query", "quote", "raise", "reach", "reauthenticate", "reboot", "recall", "recheck", "reconnect", "record", "recover", "reduce", "reenter", "refer", "refill", "refrain", "refresh", "refuse", "register", "reinstall", "reject", "relax", "relaunch", "release", "reload", "remain", "remember", "remind", "remove", "rename", "renew", "reopen", "repair", "repeat", "replace", "reply", "report", "request", "resist", "resize", "resolve", "respond", "restart", "restore", "resume", "retain", "retry", "return", "reuse", "review", "revoke", "rinse", "roll", "rotate", "route", "save", "scan", "schedule", "scratch", "screenshot", "scroll", "search", "select", "separate", "set", "share", "shift", "shout", "sign", "skip", "slide", "smash", "sort", "specify", "split", "spread", "start", "state", "stay", "stop", "store", "stroke", "stay", "subscribe", "submit", "supply", "suspend", "swap", "swipe", "switch", "sync", "synchronise", "tap", "test", "text", "thank", "tick", "tighten", "toast", "toggle", "top", "touch", "trace", "track", "transfer", "treat", "trust", "try", "turn", "type", "uncheck", "unblock", "uninstall", "unlock", "unmute", "unpair", "unplug", "unscrew", "unselect", "unsubscribe", "untick", "unzip", "update", "upgrade", "upload", "use", "validate", "verify", "view", "visit", "vote", "wait", "walk", "wash", "watch", "wave", "whitelist", "allowlist", "wipe", "wish", "zip", "zoom", "escalate", "file", "furnish", "indicate", "lodge", "ascertain", "direct", "refresh", "reseat", "descale", "bleed", "drain", "unscrew", "recharge", "reposition", "rewrite", "sideload", "defragment", "reflash", "power-cycle", "quarantine", "rebuild", "redo", "rerun", "re-enter", "re-install", "re-open", "re-try", "reprovision", "holler", "nudge", "poke", "shoot", "head", "pass", "produce", "guard", "treasure", "stamp", "memorise", "append", "prefix", "repeat", "stand", "travel", "safe", "sail", "dream", "recommend", "bless", "rejoice", "grab", "peek", "peep"]
) - {"safe"}  # fmt: skip


def may_command(word: str, before: str | None, between: str, *, is_first: bool) -> bool:
    """Whether a verb stands where an order stands: at the beginning, after «please», «and», a comma, a colon."""
    if word not in _ORDERS:
        return False
    return is_first or before in _LEADS or any(each in between for each in ",;:—–(•.\n") or " - " in between
