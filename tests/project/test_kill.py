"""Nothing is lost and nothing doubled when the process is killed at random moments; `benchmarks/kill.py` does it longer."""

import pytest

from tests.peers import killing, postgres

pytestmark = [pytest.mark.peers, pytest.mark.slow]


def happened(result):
    """What is not left to chance."""
    return (
        result.acknowledged,
        result.replies_taken,
        result.kills >= 3,
        result.sent_twice <= result.kills,
        result.broken(),
    )


def test_one_process_on_sqlite():
    assert happened(killing.run(killing.Plan(kills=5, letters=100, replies=6))) == (100, 6, True, True, {})


def test_web_and_worker_apart_on_postgresql():
    with postgres.server() as url:
        plan = killing.Plan(kills=3, letters=60, replies=4, postgres=url, has_worker=True, seed=2)
        assert happened(killing.run(plan)) == (60, 4, True, True, {})
