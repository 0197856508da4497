"""The words of prose: labels of secrets, words that announce a value, qualifiers, words that deny one."""

from __future__ import annotations

import re
from pathlib import Path

LABEL = re.compile(
    r"(?<![\w@.$-])(?P<password>(?:старый |новый |временный )?(?:парол\w{0,4}|пороль|парль|парроль|п(?=: ?\S)|пассворд\w*|пасворд\w*|пассвд|пасс|пас|пасик|парольчик|parol[iyьeju]?'?|"
    r"pass(?:word|wd|phrase|code)?s?|pwd|psw|pw|парольная фраза|кодовая фраза|кодов\w+ слов\w+|passphrase|mot de passe|creds)"
    r"|(?P<token>(?:api|апи|access|secret|секретн\w+|приватн\w+|bot|бот|auth)[-_ ]?(?:ключ\w*|key|токен\w*|token)|токен\w{0,2}|token|секрет|secret|(?:auth|epp|transfer)[- ]?(?:code|код\w?)|код\w? (?:переноса|трансфера)|"
    r"ключ\w? (?:api|апи|доступа|к api|от api|для api)|секретн\w+ (?:слов\w+|ключ\w*)|резервн\w+ код\w?|backup codes?|recovery codes?|ключ\w? восстановления|recovery key)"
    r"|(?P<code>(?:пин|pin)(?:[- ]?(?:код\w*|code))?|(?:смс|sms|otp|2fa|одноразов\w+|проверочн\w+|кодов?)[- ](?:код\w*|code|парол\w+)|код\w? (?:подтверждения|из (?:смс|sms|приложения|письма|аутентификатора|authenticator)|от двухфакторки|двухфакторк\w+|2fa|входа|доступа|авторизации)|"
    r"(?:the )?code from (?:the |my )?(?:app|sms|text|authenticator|email)|(?:verification|confirmation|one[- ]time|security|login|access|authenticator) (?:code|password)))(?![\w@]|-\w)",
    re.I,
)
PAIR = re.compile(
    r"(?:логин\w?|login|user(?:name)?|юзер\w?|имя пользователя|e-?mail|почта|учетк\w|учётк\w|ящик|аккаунт|account|user id|лог)[ \t]{0,3}(?:/|\\|\||;|:|,|-|–|—|\+|&|и|and|или|с)?[ \t]{0,3}$",
    re.I,
)
SIGN = re.compile(r"[ \t]*(?:[:=]+>?|->|=>|→|—|–|-{1,2}(?=\s)|\|)[ \t]*")
WORD = re.compile(r"[^\s]+")


def _read() -> dict[str, frozenset[str]]:
    """The sets of words.txt by their names."""
    found: dict[str, set[str]] = {}
    for line in (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            found.setdefault(name, set()).update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


_NAMED = _read()
COPULA = _NAMED["COPULA"]
LINK = _NAMED["LINK"]
NEGATIONS = _NAMED["NEGATIONS"]
OTHER_LABELS = _NAMED["OTHER_LABELS"]
