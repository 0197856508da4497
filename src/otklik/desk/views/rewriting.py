"""A rewriting of the letter by a language model: only where an administrator set one, only when asked, only the draft's own text."""

from __future__ import annotations

import json
import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.channels.model import Endpoint, NoAnswer, complete
from otklik.coach.reply.proposal import Refusal, refusal
from otklik.desk import advice
from otklik.desk.views.access import agent_of, ticket_or_404
from otklik.people.rules import may_write

log = logging.getLogger("otklik.desk")
MAX_TEXT = 20_000
_TASK = {
    "ru": "Ты правишь письмо службы поддержки. Пиши просто, тепло и коротко, как другу: без канцелярита, длинных фраз и слова «неудобства». Не меняй и не добавляй "
    "ни чисел, ни дат, ни имён, ни ссылок, ни обещаний. Текст в [[скобках]] оставь как есть. Ответь одним письмом, без пояснений.",
    "en": "You edit a letter of a support team. Write plainly, warmly and briefly, as to a friend: no officialese, no long sentences. Change and add no number, date, "
    "name, link or promise. Leave text in [[brackets]] as it is. Answer with the letter alone, without a word about it.",
}


def endpoint() -> Endpoint | None:
    """The model that this installation may ask; None when there is none."""
    config = settings.CONFIG
    return Endpoint(config.llm_url, config.llm_model, config.llm_key) if config.llm_url else None


@require_POST
def rewrite(request: HttpRequest, number: int) -> HttpResponse:
    """JSON in (text), JSON out: `text`, a proposal that has been checked, or `refused`, a sentence that says why there is none."""
    ticket, agent, model = ticket_or_404(request, number), agent_of(request), endpoint()
    if not may_write(agent):
        return HttpResponse(status=403)
    if model is None:
        raise Http404
    try:
        text = str(json.loads(request.body)["text"])[:MAX_TEXT]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "text is missing"}, status=400)
    letter = advice.letter_of(ticket, agent, text)
    try:
        proposal = complete(model, system=_TASK[letter.lang], user=text)
    except NoAnswer as error:
        log.warning("the language model gave nothing: %s", error)
        return JsonResponse({"refused": _("The language model did not answer. Your letter is as it was.")})
    refused = refusal(letter, proposal)
    return JsonResponse({"text": proposal} if refused is None else {"refused": _said(refused)})


def _said(refused: Refusal) -> str:
    what = ", ".join(f"«{each}»" for each in refused.words[:3])
    if refused.why == "fact":
        return _("The proposal changes facts: %(what)s. It is not shown.") % {"what": what}
    if refused.why == "rules":
        return _("The proposal is no better, it has a new fault: %(what)s. It is not shown.") % {"what": what}
    return _("The proposal is empty or far too long. It is not shown.")
