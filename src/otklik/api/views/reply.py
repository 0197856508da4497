"""`POST /api/coach/reply`: the public contract over HTTP. The letters are judged and forgotten: no row, no log holds a word."""

from __future__ import annotations

import json
import math
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from otklik.api import actions
from otklik.api.access import Refused, caller_of
from otklik.coach.reply import Catalogue, contract
from otklik.kit.clock import now
from otklik.rulebook.queries import catalogue

MAX_BODY = 1_000_000  # bytes
MAX_LETTERS = 100  # in one call
MAX_LETTER = 50_000  # characters, of the reply or of the customer's letter
PER_MINUTE = 300  # letters of one caller


class _Bad(Exception):
    """The request cannot be answered: `status`, the text says why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@csrf_exempt  # a program has no cookie; `caller_of` asks those who come by cookie
@login_not_required
@sensitive_variables("questions", "asked")
def reply(request: HttpRequest) -> HttpResponse:
    """One question in, its answer out; a list in, a list out, in its order."""
    if request.method != "POST":
        response = _error(405, "ask with POST")
        response["Allow"] = "POST"
        return response
    try:
        caller = caller_of(request)
    except Refused as refused:
        response = _error(refused.status, str(refused))
        if refused.status == 401:
            response["WWW-Authenticate"] = 'Bearer realm="otklik"'
        return response
    try:
        asked = _questions(request)
    except _Bad as bad:
        return _error(bad.status, str(bad))
    questions = asked if isinstance(asked, list) else [asked]
    at = now()
    wait = actions.spend(caller.who, max(len(questions), 1), limit=PER_MINUTE, at=at)
    if caller.token is not None:
        actions.note_use(caller.token, letters=len(questions), is_refused=wait is not None, at=at)
    if wait is not None:
        response = _error(
            429, f"{PER_MINUTE} letters a minute are the limit; the header Retry-After says when to go on"
        )
        response["Retry-After"] = str(max(math.ceil(wait.total_seconds()), 1))
        return response
    rules = catalogue()
    answers = [_answer(each, rules) for each in questions]
    if isinstance(asked, list):
        return _json(answers, 200)
    return _json(answers[0], 400 if "error" in answers[0] else 200)


def _questions(request: HttpRequest) -> Any:
    """The body as data. Raises _Bad."""
    if request.content_type != "application/json":
        raise _Bad(415, "send JSON, with the header Content-Type: application/json")
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY or len(request.body) > MAX_BODY:
            raise _Bad(413, f"up to {MAX_BODY // 1_000_000} MB go at once; send fewer letters")
    except (RequestDataTooBig, ValueError):
        raise _Bad(413, f"up to {MAX_BODY // 1_000_000} MB go at once; send fewer letters") from None
    except UnreadablePostError:
        raise _Bad(400, "the request broke off") from None
    try:
        asked = json.loads(request.body.decode("utf-8"))
    except UnicodeDecodeError:
        raise _Bad(400, "the body is no UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise _Bad(400, f"no JSON: {error}") from None
    if not isinstance(asked, dict | list):
        raise _Bad(400, "send an object, or a list of objects")
    if isinstance(asked, list) and len(asked) > MAX_LETTERS:
        raise _Bad(413, f"up to {MAX_LETTERS} letters go at once; these are {len(asked)}")
    return asked


def _answer(question: Any, rules: Catalogue) -> dict[str, Any]:
    """The contract's answer; a letter that is too long is an error of its own, the others go on."""
    if isinstance(question, dict):
        for key in ("reply", "incoming"):
            if isinstance(question.get(key), str) and len(question[key]) > MAX_LETTER:
                return {"id": question.get("id"), "error": f"«{key}» is longer than {MAX_LETTER} characters"}
    return contract.answer(question, rules)


def _error(status: int, why: str) -> JsonResponse:
    return _json({"error": why}, status)


def _json(data: Any, status: int) -> JsonResponse:
    response = JsonResponse(data, status=status, safe=False, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
