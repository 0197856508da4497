"""What the request coach finds in texts of the check part: the floors only rise."""

from evals.requests.mtr.score import reports, wrong
from evals.requests.secrets.score import messages, score


def test_nearly_every_report_of_mtr_is_right_in_every_field():
    rows = list(reports("check"))
    bad = [(row["id"], wrong(row)) for row in rows if wrong(row)]
    assert (len(list(reports())) >= 40, len(bad) <= len(rows) * 2 / 30) == (True, True), bad


def test_secrets_are_found_without_a_leak_and_without_a_false_alarm():
    count = score("check")
    assert len(list(messages())) >= 300
    below = {
        name: (round(value, 3), floor)
        for name, value, floor in (
            ("f1", count.f1, 0.97),
            ("tight", count.tight / count.secret, 0.97),
            ("quiet", count.quiet / count.clean, 0.97),
        )
        if value < floor
    }
    assert below == {}
