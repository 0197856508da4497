"""An outside language model, spoken to by the interface that OpenAI made common. Only to the address that the administrator set:
no redirect is followed, and an answer has a time and a size."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT = 30.0  # seconds, all in all
LARGEST = 1_000_000  # bytes of an answer


@dataclass(frozen=True)
class Endpoint:
    """Where a model is: `url` up to and without /chat/completions, `key` "" for none."""

    url: str
    model: str
    key: str = ""


class NoAnswer(Exception):
    """The model gave nothing that can be used; the text says why, for a log."""


def complete(endpoint: Endpoint, *, system: str, user: str, timeout: float = TIMEOUT) -> str:
    """What the model writes. `timeout` in seconds. Raises NoAnswer whatever goes wrong."""
    ends = time.monotonic() + timeout
    question = {
        "model": endpoint.model, "temperature": 0.2,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
    }  # fmt: skip
    try:
        raw = _post(endpoint, json.dumps(question).encode(), ends)
        text = json.loads(raw)["choices"][0]["message"]["content"]
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from None
    except (ValueError, KeyError, IndexError, TypeError):
        raise NoAnswer("the answer is not of the kind that was asked for") from None
    if not isinstance(text, str) or not text.strip():
        raise NoAnswer("the answer is empty")
    return text.strip()


def _post(endpoint: Endpoint, body: bytes, ends: float) -> bytes:
    parts = urlsplit(endpoint.url)
    host, left = parts.hostname or "", max(ends - time.monotonic(), 0.1)
    wire = (
        http.client.HTTPSConnection(host, parts.port, timeout=left, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, parts.port, timeout=left)
    )
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    try:
        wire.request("POST", f"{parts.path.rstrip('/')}/chat/completions", body, headers)
        answer = wire.getresponse()
        if answer.status != 200:
            raise NoAnswer(f"it answered {answer.status}")
        return _read(answer, wire, ends)
    finally:
        wire.close()


def _read(answer: http.client.HTTPResponse, wire: http.client.HTTPConnection, ends: float) -> bytes:
    """The body by pieces: a server that drips a byte a second ends with the time, too."""
    got = b""
    while piece := answer.read1(65_536):
        got += piece
        left = ends - time.monotonic()
        if len(got) > LARGEST or left <= 0:
            raise NoAnswer("the answer is too long" if left > 0 else "the answer takes too long")
        if wire.sock is not None:
            wire.sock.settimeout(left)
    return got
