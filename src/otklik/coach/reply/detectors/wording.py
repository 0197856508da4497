"""Words that should not be here: phrases, unexplained terms, leftovers, sentences too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otklik.coach.phrases import Hit
from otklik.coach.reply.detectors.mark import Mark, is_quoted, on, option
from otklik.coach.reply.model import Rule
from otklik.coach.reply.reading import Reading
from otklik.coach.text import Sentence


def phrases(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Words that should not be here; words in «…» are somebody else's. `words.within`: the sentence must hold one of these,
    too; `words.technical`: not a fault to a technical reader; `words.excused`: a sentence with one of these is left alone."""
    within, technical, excused = (rule.words.get(each) for each in ("within", "technical", "excused"))
    for sentence in reading.text.sentences:
        if rule.where and sentence.zone.value not in rule.where:
            continue
        if within is not None and not within.find(sentence.unit):
            continue
        if excused is not None and excused.find(sentence.unit):
            continue
        for hit in rule.phrases.find(sentence.unit):
            if (
                is_quoted(sentence, hit)
                or (rule.options.get("their_words") and _is_the_customers(sentence, hit, reading))
                or (technical is not None and _overlaps(technical.find(sentence.unit), hit))
            ):
                continue
            swap = rule.swaps.get(hit.phrase) or None
            marked = sentence.unit.text[hit.start : hit.end]
            yield on(sentence, hit, _as_written(swap, marked) if swap else None)


def _overlaps(hits: tuple[Hit, ...], hit: Hit) -> bool:
    return any(each.start < hit.end and hit.start < each.end for each in hits)


def _as_written(swap: str, marked: str) -> str:
    """The better words with a capital letter where the worse had one."""
    return swap[:1].upper() + swap[1:] if marked[:1].isupper() else swap


def terms(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Terms that a lay reader will not know: not to a technical reader, not those that the customer used, not explained at
    once (`words.kept` whatever `unless` says; `words.explained` next to it, a bracket or a dash after it), not beside a link. One mark for terms in a row."""
    if reading.customer.is_technical:
        return
    if "handed" in rule.words and reading.has(rule.words["handed"], reading.text.body):
        return  # lines for their administrator, and said to be so
    explained = rule.words["explained"]
    for sentence in reading.text.sentences:
        kept = rule.words["kept"].find(sentence.unit) if "kept" in rule.words else ()
        hits = [hit for hit in (*rule.phrases.find(sentence.unit), *kept) if not is_quoted(sentence, hit)]
        if reading.letter.lang == "en":
            hits = [hit for hit in hits if not _is_button(sentence, hit)]
        hits = [hit for hit in hits if not _is_the_customers(sentence, hit, reading)]
        if not hits or sentence.unit.has_link or any(each.unit.has_link for each in reading.near(sentence, 0, 1)):
            continue
        left = [hit for hit in hits if not _is_explained(sentence, hit, explained.find(sentence.unit), reading)]
        if left:
            first, last = min(left, key=lambda hit: hit.start), max(left, key=lambda hit: hit.end)
            yield on(sentence, Hit(first.start, last.end, first.phrase))


def _is_button(sentence: Sentence, hit: Hit) -> bool:
    """«…, then Cookies»: a capital within a sentence is the name of something on the screen."""
    marked = sentence.unit.text[hit.start : hit.end]
    return hit.start > 0 and bool(re.match(r"[A-Z][a-z]+\b", marked))


def _is_the_customers(sentence: Sentence, hit: Hit, reading: Reading) -> bool:
    words = [word for word in sentence.words if hit.start <= word.start < hit.end]
    return sentence.unit.text[hit.start : hit.end].lower() in reading.letter.incoming.lower() or all(
        word.lemmas & reading.customer.lemmas for word in words
    )


_AFTER = re.compile(r"[»”\"]?\s*(?:\((?!\w{1,4}\))[^)]{8,}|[—–-]\s(?:это|то есть|так|такая|такой|такое|место|адрес|файл|память|запись|список|копия|копии|кусочек|временн)|,? (?:то есть|т\. ?е\.|или по-простому|а проще|проще говоря|по-русски))", re.I)  # fmt: skip


_AFTER_ENGLISH = re.compile(r"[”\"')]*\s*(?:\([^)]{8,}|[,—–-]+\s*(?:which (?:is|are|keeps?|stores?|means|tells?|remembers?)|where (?:your|the|it)|that is\b|the (?:place|part|store|list|notes?|small|little|thing|copy|copies|way|memory)|a (?:kind|sort|small|little|list|note|record|store|copy|place|line|stamp|way)|its|little|small|meaning|i\.e|one of)\b|,? (?:meaning|in other words|which|is (?:like|where|just|simply|what|a (?:kind|sort|small|little|list|note|copy|store|place|line))|are (?:like|little|small|just|simply)|means|keeps?|tells?|stores?|remembers?)\b)", re.I)  # fmt: skip
_ENGLISH_NEXT = re.compile(
    r"(?:that|it|this|those|they)(?:(?:'s|’s| is| are|'re|’re) (?:like|where|what|just|simply|only|called|the (?:place|store|list|copy|part|thing)|a (?:kind|sort|small|little|list|note|copy|store|place))| means| keeps?| stores?| tells?| remembers?)\b|think of|in other words|in plain|meaning|imagine",
    re.I,
)


def _is_explained(sentence: Sentence, hit: Hit, near: tuple[Hit, ...], reading: Reading) -> bool:
    text = sentence.unit.text
    if _AFTER.match(text[hit.end : hit.end + 120]) or (
        reading.letter.lang == "en" and _AFTER_ENGLISH.match(text[hit.end : hit.end + 120])
    ):
        return True
    before = text[max(0, hit.start - 60) : hit.start]
    if re.search(r"\w{4,}[^()]*\((?:это |это и есть |по-нашему |у нас )?[«\"]?$", before):
        return True  # «копии страниц (кэш)»
    if any(abs(each.start - hit.end) < 60 or abs(hit.start - each.end) < 60 for each in near):
        return True
    following = reading.near(sentence, 0, 1)[1:]
    if reading.letter.lang == "en" and following and _ENGLISH_NEXT.match(following[0].unit.text):
        return True
    return bool(following) and bool(
        re.match(
            r"(?:это|по сути|проще говоря|другими словами|то есть|иначе говоря|он хранит|она хранит|так называ)",
            following[0].unit.text,
            re.I,
        )
    )


def long_sentence(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Too many words, or clauses inside clauses; what is counted up is not counted."""
    most, nested = option(rule.options, "words", 32), option(rule.options, "nested", 4)
    for sentence in reading.text.sentences:
        shown, count = sentence.unit.text, _count(sentence)
        if count < 14:
            continue
        clauses = len(rule.phrases.find(sentence.unit))
        if clauses < nested and _is_enumeration(shown):
            continue
        colon = shown.find(": ")
        if colon > 0 and shown.count(",", colon) + shown.count(";", colon) >= 3:
            count = _count(sentence, colon)
        if count > most or (clauses >= nested and count >= option(rule.options, "least", 20)):
            yield on(sentence, message=rule.message.replace("{words}", str(_count(sentence))))


def _count(sentence: Sentence, before: int | None = None) -> int:
    """Written words: «don't» is one."""
    ends = {word.end for word in sentence.words}
    return sum(word.start not in ends and (before is None or word.start < before) for word in sentence.words)


def _is_enumeration(shown: str) -> bool:
    """«a, b, c, d и e»: many commas with few words between them; or parts set apart by semicolons or numbers."""
    if shown.count(";") >= 2 or len(re.findall(r"(?:^|\s)\d{1,2}[.)]\s", shown)) >= 2:
        return True
    parts = shown.split(",")
    short = sum(len(part.split()) <= 3 for part in parts)
    return short >= 5 and short >= len(parts) * 0.6


def patterns(rule: Rule, reading: Reading) -> Iterator[Mark]:
    """Regular expressions over the whole letter, signature and all: for what is no word."""
    raw = reading.text.raw
    code = [match.span() for match in re.finditer(r"```.*?(?:```|\Z)|`[^`\n]+`|https?://\S+", raw, re.S)]
    for expression in rule.options["patterns"]:
        for match in re.finditer(expression, raw):
            start, end = match.span()
            line = raw.rfind("\n", 0, start) + 1
            is_cited = raw[line:].lstrip().startswith(">")
            if not is_cited and not any(a <= start < b for a, b in code):
                yield Mark(start, end, raw[start:end])
