"""What can go wrong with a mailbox that we fetch, in words that an admin understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# code -> (Russian, English, seconds before the next tries). A refused log-in is not hurried: servers lock out the hasty.
_SOON, _LATE = (2, 10, 30, 60, 300, 900), (60, 300, 900, 3600)
_KINDS: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "name": ("сервер {host} не найден: проверьте имя", "there is no server {host}: look at its name", _SOON),
    "unreachable": ("сервер {host} не отвечает", "the server {host} does not answer", _SOON),
    "tls": ("шифрование с {host} не удалось: сертификат или настройка не подходят",
            "no encryption with {host}: its certificate or its settings do not fit", _LATE),
    "login": ("сервер {host} не пускает: проверьте имя и пароль", "{host} does not let us in: look at the name and the password", _LATE),
    "token": ("сервер {host} не выдал пропуск OAuth: войдите заново и дайте новый refresh token",
              "{host} gave no OAuth token: log in there again and give the new refresh token", _LATE),
    "sealed": ("пароль ящика запечатан другим ключом: задайте его снова", "the password was sealed with another key: give it again", _LATE),
    "busy": ("сервер {host} занят и просит прийти позже", "{host} is busy and asks us to come again later", _SOON),
    "folder": ("на {host} нет такой папки, или она закрыта для нас", "{host} has no such folder, or does not open it for us", _LATE),
    "dropped": ("сервер {host} оборвал связь", "{host} dropped the connection", _SOON),
    "refused": ("сервер {host} отказал", "{host} refused", _SOON),
    "ours": ("ошибка у нас, подробности в журнале", "a fault of ours, more in the log", _SOON),
}  # fmt: skip


class Trouble(Exception):
    """A mailbox could not be fetched: `code` is one of the known kinds, `said` the server's own words."""

    def __init__(self, code: str, said: str = "", *, host: str = "") -> None:
        super().__init__(said)
        self.code, self.said, self.host = code, said, host

    def __str__(self) -> str:
        return words({"code": self.code, "said": self.said, "host": self.host})

    def as_json(self) -> dict[str, str]:
        """What is kept on the account."""
        return {"code": self.code, "said": self.said[:500], "host": self.host}


def words(trouble: Mapping[str, Any], *, language: str = "en") -> str:
    """«сервер не пускает … («AUTHENTICATIONFAILED»)»; `trouble` as `Trouble.as_json` gave it; language ru or en."""
    russian, english, _ = _KINDS.get(str(trouble.get("code")), _KINDS["refused"])
    text = (russian if language == "ru" else english).format(host=trouble.get("host") or "?")
    return f"{text} («{trouble['said']}»)" if trouble.get("said") else text


def steps(code: str) -> tuple[int, ...]:
    """Seconds to wait after the first, second … failure of this kind."""
    return _KINDS.get(code, _KINDS["refused"])[2]
