"""Breaks letters and looks what the parser does: `python -m evals.mail.fuzz [--count 3000] [--seed 1] [--folder FOLDER]`.

Every mutant is cut, doubled, spliced with another letter, or has bytes flipped, lines lost or header values exchanged;
the same seed makes the same mutants. The process limits itself first. Each letter is parsed in a fork, so that the
memory it takes is its own; a letter fails by an exception, by more than 2 s of the processor, or by more than 300 MB.
With `--limits` the letters of `limits.py` are measured as they are.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from evals.mail.score import letters
from otklik.channels.kinds.email.parse import parse

MAX_SECONDS = 2.0
MAX_MEGABYTES = 300
ENDLESS = 30  # seconds by the clock, then the letter is given up
ADDRESS_SPACE = 2_000_000_000  # bytes, of the whole process: a runaway dies here and not the machine
MAX_SOURCE = 200_000  # bytes: mutants of megabytes tell nothing more


def mutants(count: int, seed: int, sources: list[bytes]) -> Iterator[bytes]:
    """`count` broken letters, the same ones for a seed and its sources."""
    chance = random.Random(seed)
    for _ in range(count):
        raw = bytearray(chance.choice(sources))
        for _ in range(chance.randint(1, 4)):
            raw = chance.choice(_WAYS)(raw, chance, sources)
        yield bytes(raw[: 4 * MAX_SOURCE])


def _cut(raw: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    return raw[: chance.randint(0, len(raw))]


def _hole(raw: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    at = chance.randint(0, len(raw))
    return raw[:at] + raw[at + chance.randint(1, 400) :]


def _doubled(raw: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    at = chance.randint(0, len(raw))
    end = at + chance.randint(1, 2_000)
    return raw[:end] + raw[at:end] * chance.choice((1, 2, 50)) + raw[end:]


def _flipped(raw: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    for _ in range(chance.choice((1, 5, 50))):
        if raw:
            raw[chance.randrange(len(raw))] = chance.choice(
                (chance.randrange(256), 0, 10, 13, 34, 40, 60, 61, 63, 255)
            )
    return raw


def _spliced(raw: bytearray, chance: random.Random, sources: list[bytes]) -> bytearray:
    other = chance.choice(sources)
    return raw[: chance.randint(0, len(raw))] + other[chance.randint(0, len(other)) :]


def _lines_lost(raw: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    lines = raw.split(b"\n")
    return bytearray(b"\n".join(line for line in lines if chance.random() > 0.1))


def _lines_mixed(raw: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    lines = raw.split(b"\n")
    at = chance.randrange(len(lines))
    some = lines[at : at + 12]
    chance.shuffle(some)
    lines[at : at + 12] = some
    return bytearray(b"\n".join(lines))


def _header_exchanged(raw: bytearray, chance: random.Random, sources: list[bytes]) -> bytearray:
    donor = [line for line in chance.choice(sources)[:4_000].split(b"\n") if b":" in line] or [b"X: y"]
    lines = raw.split(b"\n")
    lines.insert(chance.randint(0, min(12, len(lines))), chance.choice(donor))
    return bytearray(b"\n".join(lines))


_WAYS = (_cut, _hole, _doubled, _flipped, _spliced, _lines_lost, _lines_mixed, _header_exchanged)


def measure(raw: bytes) -> tuple[str, float, float]:
    """What went wrong ("" for nothing), seconds of the processor, megabytes more than before; in a fork."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(ENDLESS)
        before, started = _peak(), time.process_time()
        try:
            json.dumps(parse(raw).as_json(), ensure_ascii=False).encode("utf-8")
            wrong = ""
        except BaseException as error:  # noqa: BLE001 -- whatever it is, it is the finding
            wrong = f"{type(error).__name__}: {error}"[:300]
        os.write(writing, json.dumps([wrong, time.process_time() - started, _peak() - before]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    wrong, seconds, megabytes = json.loads(told) if told else (f"died with status {status}", 0.0, 0.0)
    if not wrong and seconds > MAX_SECONDS:
        wrong = f"{seconds:.1f} s"
    if not wrong and megabytes > MAX_MEGABYTES:
        wrong = f"{megabytes:.0f} MB"
    return wrong, seconds, megabytes


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """0 when nothing went wrong."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=3_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--folder", type=Path, help="break the .eml files in here too")
    arguments.add_argument("--keep", type=Path, help="write what went wrong here")
    arguments.add_argument("--limits", action="store_true", help="the letters of limits.py, whole")
    given = arguments.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    own = list(letters())
    if given.limits:
        chosen: Iterator[tuple[str, bytes]] = ((each.id, each.raw) for each in own if each.id.startswith("limit/"))
    else:
        sources = [each.raw for each in own if len(each.raw) <= MAX_SOURCE]
        if given.folder:
            sources += [
                path.read_bytes() for path in sorted(given.folder.rglob("*.eml")) if path.stat().st_size <= MAX_SOURCE
            ]
        chosen = (
            (f"mutant-{given.seed}-{n}", raw) for n, raw in enumerate(mutants(given.count, given.seed, sources))
        )
    parse(own[0].raw)  # imports and tables are no letter's memory
    count = failed = 0
    slowest, largest = ("", 0.0), ("", 0.0)
    for name, raw in chosen:
        wrong, seconds, megabytes = measure(raw)
        count += 1
        slowest, largest = (
            max(slowest, (name, seconds), key=lambda e: e[1]),
            max(largest, (name, megabytes), key=lambda e: e[1]),
        )
        if wrong:
            failed += 1
            sys.stdout.write(f"{name}\t{len(raw)} bytes\t{wrong}\n")
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{name.replace('/', '-')}.eml").write_bytes(raw)
    sys.stdout.write(
        f"{count} letters, {failed} failed; slowest {slowest[0]} {slowest[1]:.2f} s; largest {largest[0]} {largest[1]:.0f} MB\n"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
