"""Reports of mtr: what is read of them, and where the loss begins."""

import pytest

from otklik.coach.request.contract import mtr
from otklik.coach.request.mtr import judge, told

HEAD = "HOST: pc                     Loss%   Snt   Last   Avg  Best  Wrst StDev\n"


def row(number, host, loss=0.0, average=1.0, sent=1000):
    return f"{number:3d}.|-- {host:<22} {loss:5.1f}%  {sent}  {average:5.1f} {average:5.1f}  0.9  9.9  0.3\n"


def ids(text):
    return mtr(text)["problems"]


def test_loss_that_is_gone_at_the_target_is_no_problem():
    text = HEAD + row(1, "10.0.0.1") + row(2, "10.1.0.1", 63.0, 180.0) + row(3, "5.6.7.8", 0.4, 3.0)
    assert mtr(text) == {
        "valid": True, "tool": "mtr", "packets": 1000, "hops": 3, "target": "5.6.7.8", "problems": [], "directions": "one",
    }  # fmt: skip


def test_loss_begins_at_the_first_hop_that_never_recovers():
    text = HEAD + row(1, "10.0.0.1", 9.0) + row(2, "10.1.0.1", 0.0) + row(3, "10.2.0.1", 4.0) + row(4, "5.6.7.8", 3.0)
    (problem,) = judge(text).problems
    assert (problem.id, problem.hop, problem.host, problem.amount) == ("loss-to-end", 3, "10.2.0.1", 3.0)


def test_a_rise_that_stays_is_a_step_and_one_that_falls_again_is_none():
    stays = HEAD + row(1, "10.0.0.1") + row(2, "10.1.0.1", 0, 41.0) + row(3, "5.6.7.8", 0, 44.0)
    falls = HEAD + row(1, "10.0.0.1") + row(2, "10.1.0.1", 0, 41.0) + row(3, "5.6.7.8", 0, 40.9)
    assert (ids(stays), ids(falls)) == (["latency-step"], [])


def test_exactly_one_percent_is_no_loss_and_999_packets_are_too_few():
    text = HEAD + row(1, "10.0.0.1", 1.0, sent=999) + row(2, "5.6.7.8", 1.0, sent=999)
    assert ids(text) == ["too-few-packets"]


def test_of_a_report_that_is_cut_off_nothing_is_said_of_the_way_to_the_end():
    text = HEAD + row(1, "10.0.0.1", 9.0) + row(2, "10.1.0.1", 9.0) + row(3, "5.6.7.8", 9.0)[:40]
    found = mtr(text)
    assert (found["problems"], found["hops"], found["target"], found["valid"]) == (
        ["truncated"],
        2,
        "10.1.0.1",
        False,
    )


def test_a_silent_last_hop_takes_its_name_from_the_command():
    text = "$ sudo mtr -rwbzc 1000 shop.example\n" + HEAD + row(1, "10.0.0.1") + row(2, "???", 100.0, 0.0)
    found = mtr(text)
    assert (found["target"], found["problems"], found["hops"]) == ("shop.example", ["destination-unreachable"], 2)


@pytest.mark.parametrize(
    "text",
    [
        "traceroute to 5.6.7.8 (5.6.7.8), 30 hops max\n 1  gw (10.0.0.1)  0.5 ms  0.4 ms  0.4 ms\n",
        "1. Не работает сайт.\n2. Пробовал mtr, не понял.\n",
        "",
    ],
)
def test_what_is_no_report(text):
    assert mtr(text) == {
        "valid": False, "tool": None, "packets": None, "hops": None, "target": None, "problems": ["not-mtr"], "directions": "none",
    }  # fmt: skip


def test_two_reports_of_one_way_are_one_direction_and_of_both_are_both():
    one = HEAD + row(1, "10.0.0.1") + row(2, "5.6.7.8")
    back = HEAD.replace("pc  ", "srv ") + row(1, "5.6.7.1") + row(2, "95.1.2.3", sent=100)
    both = mtr(f"Туда:\n{one}\nОбратно:\n{back}")
    assert (mtr(one + "\nи вечером\n" + one)["directions"], both["directions"], both["valid"]) == (
        "one",
        "both",
        False,
    )


def test_a_verdict_is_told_in_both_languages():
    verdict = judge(HEAD + row(1, "10.0.0.1") + row(2, "5.6.7.8", 2.5))
    assert told(verdict, "ru")[0].endswith("до цели не доходит 2,5 %.")
    assert told(verdict, "en")[0].endswith("2.5 % do not reach the target.")
