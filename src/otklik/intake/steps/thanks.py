"""«Спасибо!» to a solved ticket is read with pleasure and opens nothing.

A list of what a wish may look like never ends; what thanks are made of does. So every word must belong to thanks, praise,
«it works», a farewell or a name: one word too many, and a person reads the letter.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from pathlib import Path

import yaml

from otklik.intake.draft import Draft, Stop
from otklik.kit.russian import dictionary
from otklik.tickets.models import Status

MAX_WORDS = 40
_SIGNS = re.compile("[\U0001f44d\U0001f64f\U0001f44c\U0001f60a\U0001f642\U0001f389\U0001f973❤♥]")
_THANKS = re.compile(
    r"\b(?:спасиб\w*|спс|благодар\w*|благодарствую|признател\w*|мерси|выручил\w*|thank(?:s| you| u)?|thx|ty|tnx|cheers|appreciate[sd]?|grateful|"
    r"дяку\w+|рахмет|рақмет|danke\w*|merci|gracias|grazie|obrigad[oa]|teşekkürler|dzi[ęe]kuj[ęe])\b", re.I
)  # fmt: skip
_WORKS = re.compile(
    r"\b(?:за)?работа(?:ет|ло|л|ла)\b|\b(?:получилось|сработало|помогло|помог|решилось|решено|решена|works|working|worked|fixed|solved|sorted|resolved)\b|"
    r"\b(?:чудо|волшебни\w+|молод\w+|лучшие|you rock)\b", re.I
)  # fmt: skip
# Sayings with a "not", a wish or a number of strange words in them that ask for nothing all the same.
_SAYINGS = re.compile(
    r"(?:^|(?<=\s))(?:"
    r"(?:мне |нам )?больше (?:ничего )?не (?:нужно|надо|требуется|появля\w+|повторя\w+|беспоко\w+|вижу)|ничего (?:больше )?не (?:нужно|надо)|уже не (?:нужно|надо|актуально)|"
    r"не ожидал[аи]?|без вас (?:бы )?(?:мы |я )?не справил\w+|не за что|(?:заявку|тикет|обращение|вопрос|тему|её|ее|его) (?:можно |можете )?(?:закрыть|закрывать|закрывайте)|"
    r"можно (?:закрыть|закрывать)|закрывайте|дай (?:вам )?бог\w* здоровья|нет (?:больше )?вопросов|вопросов (?:больше )?нет|наш[её]л(?:а)? сам(?:а)?|"
    r"no (?:further|more|other) (?:questions?|problems?|issues?|help needed)|no need to do anything|no need|nothing else(?: needed)?|(?:please )?close (?:the |this |my )?(?:ticket|request|case)|"
    r"(?:this |it |ticket )?can be closed|found it myself|not needed any ?more|don'?t need (?:it|anything)(?: any ?more| else)?|back to normal|saved (?:my|our|the) (?:day|life|week)|"
    r"did the trick|made my day|works? like a charm|like clockwork"
    r")(?=$|[\s.,!)])", re.I
)  # fmt: skip
# What one is thanked for, up to the end of the clause: «за помощь», "for your patience with me", «что не бросили».
_FOR = re.compile(
    rf"({_THANKS.pattern})((?:\s+[^\s,.;:!?\n]+){{0,4}}?),?\s+(?:за|от|for|für|pour|por|что|that you|because you)((?:\s+[^\s,.;:!?\n]+){{1,9}})", re.I
)  # fmt: skip
_NOT_FOR = re.compile(
    r"[«\"“'‘]|\b(?:nothing|looking|checking|внимание|понимание|проверк\w+|но|а|не работа\w+|but|not|however|except|кроме)\b",
    re.I,
)
_LATER = re.compile(r"\b(?:заранее|in advance|буд(?:у|ем)|жд[уёе]\w*|wait\w*|will|would|i'?ll)\b", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

_WORDS = yaml.safe_load((Path(__file__).parent / "thanks.yaml").read_text(encoding="utf-8"))
_RUSSIAN, _ENGLISH = (frozenset(str(_WORDS[language]).split()) for language in ("ru", "en"))


def step(draft: Draft) -> tuple[Draft | Stop, str]:
    """A bare thank-you to a solved or closed ticket sets `reopens` False."""
    if draft.ticket_id is None:
        return draft, "a new ticket"
    if draft.ticket_status not in (Status.SOLVED, Status.CLOSED):
        return draft, "not solved yet"
    if is_bare_thanks(draft.mail.reply_text) and not any(not each.inline for each in draft.mail.attachments):
        return replace(draft, reopens=False), "thanks"
    return draft, "more than thanks"


def is_bare_thanks(text: str) -> bool:
    """Whether a text says thanks (or «it works») and asks for nothing: short, and every word of it belongs to that."""
    if len(text.split()) > MAX_WORDS or re.search(r"[?\d@/\\=]|\bhttps?:", text) or _LATER.search(text):
        return False
    if not (_THANKS.search(text) or _WORKS.search(text) or _SIGNS.search(text)):
        return False
    rest = _SAYINGS.sub(" ", text)
    if _THANKS.search(rest):
        rest = _FOR.sub(lambda match: match.group() if _NOT_FOR.search(match[3]) else f"{match[1]}{match[2]}", rest)
    return all(
        _belongs(match.group()) or _is_a_name(match, rest) for match in _WORD.finditer(rest)
    ) and not re.search(r"[«»\"“”:](?!\s*[)(D])", rest)


def _belongs(word: str) -> bool:
    lower = word.lower().replace("’", "'")
    if re.search("[а-яёіїєґқңғүұһәө]", lower):
        if lower in _RUSSIAN or _THANKS.fullmatch(lower):
            return True
        parses = dictionary().parse(lower)[:3]
        if word[0].isupper() and any(
            {"Name", "Surn", "Patr"} & set(str(each.tag).replace(" ", ",").split(",")) for each in parses
        ):
            return True
        if any("impr" in each.tag or {"VERB", "2per"} in each.tag for each in parses[:1]):
            return False  # «сделайте», «вы работаете»: a wish, a question without its mark
        return any(each.normal_form.replace("ё", "е") in _folded() for each in parses)
    return lower in _ENGLISH


def _is_a_name(word: re.Match[str], text: str) -> bool:
    """A capital in the middle of a sentence, or a word alone on its line: an address or a signature in Latin letters."""
    if not re.fullmatch(r"[A-Z\u00c0-\u00de][a-z\u00df-\u017f'’-]+", word.group()):
        return False
    before, after = text[: word.start()].rstrip(" "), text[word.end() :].lstrip(" ")
    is_alone = before[-1:] in ("", "\n") and after[:1] in ("", "\n")
    return is_alone or (before[-1:] not in ("", "\n", ".", "!", "?") and after[:1] in ("", "\n", ".", "!", ","))


@functools.lru_cache(maxsize=1)
def _folded() -> frozenset[str]:
    return frozenset(each.replace("ё", "е") for each in _RUSSIAN)
