"""SIGKILL at random moments of a stream of letters, and what became of every letter and reply.

    python -m benchmarks.kill                                    50 kills, 2,000 letters, one process, SQLite
    python -m benchmarks.kill --database postgres --worker       PostgreSQL (started here), web and worker apart

Exit status 1 when a promise was broken; the answer is one JSON object.
"""

import argparse
import contextlib
import dataclasses
import json
import sys
import time

from tests.peers import killing, postgres


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--letters", type=int, default=2000)
    parser.add_argument("--replies", type=int, default=100)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--worker", action="store_true", help="an `otklik work` beside `otklik serve`")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    started = time.monotonic()
    with contextlib.ExitStack() as servers:
        url = servers.enter_context(postgres.server()) if given.database == "postgres" else ""
        result = killing.run(
            killing.Plan(given.kills, given.letters, given.replies, url, has_worker=given.worker, seed=given.seed)
        )
    print(
        json.dumps({**dataclasses.asdict(result), "seconds": round(time.monotonic() - started)}, ensure_ascii=False)
    )
    return 1 if result.broken() else 0


if __name__ == "__main__":
    sys.exit(main())
