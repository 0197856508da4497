"""`otklik coach recount`: what was sent before is judged, stopped or not."""

from otklik.coach.version import version
from otklik.insight import worker
from otklik.insight.models import Judgement
from otklik.project.commands.coach.recount import judge, take_down
from tests.insight.letters import BAD, GOOD, sent
from tests.project.running import otklik


def test_letters_from_before_are_judged_once(cast):
    for text in (BAD, GOOD, BAD):
        sent(cast, text)
    assert (take_down(), judge(of_all=False)) == (3, (3, 0))
    assert [(each.coach, each.faults > 0) for each in Judgement.objects.order_by("message")] == [
        (version(), True), (version(), False), (version(), True),
    ]  # fmt: skip
    assert (take_down(), judge(of_all=False), judge(of_all=True)) == (0, (0, 0), (3, 0))


def test_a_run_that_was_killed_goes_on_where_it_stopped(cast):
    for _ in range(3):
        sent(cast)
    take_down()
    assert worker.run_once(limit=1) == 1  # and then it was killed
    assert (take_down(), judge(of_all=False)) == (0, (2, 0))
    assert Judgement.objects.filter(coach=version()).count() == 3


def test_what_an_older_coach_judged_is_judged_anew(cast):
    sent(cast)
    take_down()
    judge(of_all=False)
    Judgement.objects.update(coach="an older one", faults=99)
    assert judge(of_all=False) == (1, 0)
    assert Judgement.objects.get().faults < 99


def test_the_command_asks_an_installation(tmp_path):
    nowhere = otklik("coach", "recount", folder=tmp_path)
    assert (nowhere.status, "there is no installation" in nowhere.err, list(tmp_path.iterdir())) == (1, True, [])
    otklik(
        "createadmin",
        "--email",
        "c@nord.example",
        "--name",
        "Клара",
        "--password",
        "a-long-password-1",
        folder=tmp_path,
    )
    done = otklik("coach", "recount", "--all", folder=tmp_path)
    assert (done.status, done.out) == (0, "0 letters taken down, 0 judged\n")
