"""A PostgreSQL server of the test run's own, from the system's binaries."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.peers.processes import answers, as_ordinary_user, folder, free_port, running


def binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        raise RuntimeError("PostgreSQL's server is not installed: apt-get install postgresql")
    return found[-1].parent


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The URL of a fresh cluster; nothing of it is kept and nothing is synced to the disk."""
    home, port, where = folder("postgres"), free_port(), binaries()
    data = home / "data"
    try:
        subprocess.run(
            as_ordinary_user([f"{where}/initdb", "-D", str(data), "-U", "otklik", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]),
            check=True, capture_output=True,
        )  # fmt: skip
        options = ["-p", str(port), "-k", str(home), "-h", "127.0.0.1"]
        for setting in ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60"):
            options += ["-c", setting]
        command = as_ordinary_user([f"{where}/postgres", "-D", str(data), *options])
        with running(command, ready=lambda: answers(port), log=home.with_suffix(".log")):
            yield f"postgres://otklik@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(home, ignore_errors=True)
        home.with_suffix(".log").unlink(missing_ok=True)
