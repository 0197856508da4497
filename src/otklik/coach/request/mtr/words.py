"""A verdict in words for a customer or an agent, Russian or English."""

from __future__ import annotations

from otklik.coach.request.mtr.judge import Problem, Verdict

_RU = {
    "good": "Отчёт целый, пакетов достаточно.",
    "both-missing": "Есть отчёт только в одну сторону: пригодится и обратный, с сервера до вас.",
    "too-few-packets": "В отчёте {amount} пакетов, а нужно не меньше 1000: добавьте к команде -c 1000 или подождите, пока WinMTR досчитает до 1000.",
    "truncated": "Отчёт обрывается: пришлите, пожалуйста, его целиком.",
    "not-mtr": "Это не отчёт mtr: tracert и ping показывают только несколько пакетов, по ним не видно, где они теряются.",
    "loss-to-end": "Пакеты теряются начиная с узла {hop} ({host}) и до самого конца: до цели не доходит {amount} %.",
    "latency-step": "На узле {hop} ({host}) задержка выросла на {amount} мс и дальше не падает.",
    "destination-unreachable": "Последний узел не ответил ни разу: пакеты до цели не доходят, или она не отвечает на такие запросы.",
}
_EN = {
    "good": "The report is whole and has enough packets.",
    "both-missing": "There is a report of one direction only: the way back, from the server to you, helps too.",
    "too-few-packets": "The report has {amount} packets, at least 1000 are needed: add -c 1000 to the command, or wait until WinMTR has counted to 1000.",
    "truncated": "The report breaks off: please send all of it.",
    "not-mtr": "This is no report of mtr: tracert and ping send a few packets only, which do not show where they get lost.",
    "loss-to-end": "Packets get lost from hop {hop} ({host}) right to the end: {amount} % do not reach the target.",
    "latency-step": "At hop {hop} ({host}) the delay rises by {amount} ms and stays so.",
    "destination-unreachable": "The last hop never answered: packets do not reach the target, or it does not answer to such requests.",
}


def told(verdict: Verdict, lang: str) -> list[str]:
    """Sentences in `ru` or any other for English: what is wrong, one each, or that all is well; then what is still missing."""
    words = _EN if lang != "ru" else _RU
    said = [_filled(words[each.id], each, lang) for each in verdict.problems] or [words["good"]]
    return [*said, words["both-missing"]] if verdict.directions == "one" else said


def _filled(words: str, problem: Problem, lang: str) -> str:
    amount = f"{problem.amount or 0:.1f}".removesuffix(".0")
    return words.format(
        amount=amount.replace(".", ",") if lang == "ru" else amount, hop=problem.hop, host=problem.host
    )
