"""Is anything lost when everything dies? `python -m tests.bench.crash [--learners 12] [--kills 4] [--database postgres]`.

Learners answer over HTTP as browsers do, while all processes of the site are killed without warning at random moments
and started again; with `--database postgres` the site, the database's server or both. Afterwards what the learners
were told is compared with what is stored. Exit 1 when anything acknowledged is lost or changed, stands there twice,
is not graded, when the site answered with a failure while nothing was down, or somebody could not finish.

`--seed` gives the same learners and the same moments again; what happens at a moment is up to the machine.
"""

import argparse
import json
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import IO

from tests.bench import ground
from tests.bench.browsing import learner, over_http
from tests.bench.killing import Outage, Postgres, Site, Trouble
from tests.bench.learners import MAY_BE_AWAY, Heard, Hours, Learner, Log
from tests.bench.reckoning import attempts_there, reckon
from tests.bench.server import PATIENCE
from tests.databases import KINDS, wheel, why_no_wheel
from tests.running import Ended, course_app

ANSWERS_A_SECOND = 100
SIGNING_IN = 4
MOST_LEARNERS = 500
MOST_PRINTED, MOST_LOGGED = 20, 20_000


@dataclass(frozen=True)
class Asked:
    """What is asked of a run. `up`: how long the site may be up before it is killed again; no kill after `seconds`."""

    learners: int
    kills: int
    up: float
    seconds: float
    database: str
    seed: int


@dataclass(frozen=True)
class Found:
    """What a run found. `until_answered`: seconds from each kill to the first answer of the site after it.

    `broken`: requests without an answer, `away`: those answered 503 during an outage. What is wrong is listed.
    """

    learners: int
    kills: dict[str, int]
    started_again: int
    requests: int
    broken: int
    away: int
    attempts: int
    handed_in: int
    acknowledged: int
    stored: int
    stale: int
    lost: list[str]
    changed: list[str]
    duplicates: list[str]
    ungraded: list[str]
    failures: list[str]
    contrary: list[str]
    damage: list[str]
    verified: str
    is_verified: bool
    until_answered: list[float]
    seconds: float

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        wrong = (self.lost, self.changed, self.duplicates, self.ungraded, self.failures, self.contrary, self.damage)
        return self.is_verified and not any(wrong) and self.stored == self.acknowledged


def run(asked: Asked, log: IO[str]) -> Found:
    """Everything, on data that are thrown away; the site writes its errors into the log."""
    chance, began = random.Random(asked.seed), time.monotonic()
    with ExitStack() as stack:
        database_url, postgres = stack.enter_context(_database(asked.database))
        data, _ = stack.enter_context(ground.prepared(database_url, asked.learners))
        with ground.application(data, database_url) as app, app.app_context():
            before = attempts_there()
        with Site(data, database_url, log) as site:
            trouble = Trouble(site, postgres, chance)
            logs = _live(asked, trouble, chance)
        settings = {"COURSE_APP_DATABASE_URL": database_url} if database_url else {}
        verified = course_app("attempts", "verify", "--data", data, cwd=data.parent, **settings)
        with ground.application(data, database_url) as app, app.app_context():
            reckoned = asdict(reckon(logs, before))
    return _found(logs, trouble, verified, reckoned, time.monotonic() - began)


@contextmanager
def _database(kind: str) -> Iterator[tuple[str, Postgres | None]]:
    """Where the data are to be (empty: in the folder), and what can be killed with them."""
    if kind == "sqlite":
        yield "", None
        return
    with wheel() as (handle, server):
        url = server.new()
        server.engine.dispose()  # a connection would not outlive the server
        yield url, Postgres(handle)


def _live(asked: Asked, trouble: Trouble, chance: random.Random) -> list[Log]:
    """Let the learners answer while there is trouble; what they were told."""
    trouble.wait(0, time.monotonic() + PATIENCE, is_early=False)
    exchange = over_http(trouble.site.port)
    emails = [ground.email_of(number) for number in range(asked.learners)]
    with ThreadPoolExecutor(SIGNING_IN) as pool:
        people = list(pool.map(partial(learner, exchange), emails))
    until = time.monotonic() + asked.seconds
    hours = Hours(until + 2 * PATIENCE)
    chances = [random.Random(f"{asked.seed} {email}") for email in emails]
    pace = asked.learners / ANSWERS_A_SECOND
    learners = [Learner(person, exchange, own, pace, hours) for person, own in zip(people, chances, strict=True)]
    with ThreadPoolExecutor(asked.learners) as pool:
        lives = [pool.submit(one.live) for one in learners]
        try:
            trouble.rage(asked.kills, asked.up, until)
        except BaseException:
            hours.abandon()
            raise
        hours.over.set()
        trouble.watch(lambda: all(life.done() for life in lives))
    for life in lives:
        life.result()
    return [one.log for one in learners]


def _found(logs: Sequence[Log], trouble: Trouble, verified: Ended, reckoned: dict, seconds: float) -> Found:
    heard = [one for log in logs for one in log.heard]
    kinds = Counter(outage.kind for outage in trouble.outages)
    return Found(
        learners=len(logs),
        kills={kind: kinds[kind] for kind in trouble.kinds},
        started_again=trouble.started_again,
        requests=len(heard) + sum(log.broken for log in logs),
        broken=sum(log.broken for log in logs),
        away=sum(one.status in MAY_BE_AWAY for one in heard),
        attempts=sum(len(log.attempts) for log in logs),
        handed_in=sum(len(log.handed_in) for log in logs),
        acknowledged=sum(len(log.acknowledged) for log in logs),
        stale=sum(len(log.stale) for log in logs),
        failures=list(_failures(heard, trouble.outages)),
        contrary=[f"{log.email}: {one}" for log in logs for one in log.contrary],
        verified=(verified.out + verified.err).strip(),
        is_verified=verified.code == 0,
        until_answered=list(_until_answered(heard, trouble.outages)),
        seconds=seconds,
        **reckoned,
    )


def _failures(heard: Sequence[Heard], outages: Sequence[Outage]) -> Iterator[str]:
    """Answers from 500 on; but for typed ones that say, during an outage, that the site is away."""
    for one in heard:
        if one.status < 500:
            continue
        is_outage = any(one.ended >= outage.began and one.began <= (outage.ended or one.began) for outage in outages)
        if not (is_outage and one.is_typed and one.status in MAY_BE_AWAY):
            yield f"{one.what}: {one.status}{'' if is_outage else ' though nothing was down'}"


def _until_answered(heard: Sequence[Heard], outages: Sequence[Outage]) -> Iterator[float]:
    answered = sorted((one.began, one.ended) for one in heard if one.status < 500)
    for outage in outages:
        after = [ended for began, ended in answered if began > outage.began]
        if after:
            yield min(after) - outage.began


def table(found: Found) -> str:
    """The report: one line of numbers under their names, and what is wrong."""
    waits = found.until_answered or [0.0]
    cells = {
        "learners": found.learners,
        "kills": sum(found.kills.values()),
        "requests": found.requests,
        "broken": found.broken,
        "503": found.away,
        "acknowledged": found.acknowledged,
        "stored": found.stored,
        "lost": len(found.lost),
        "changed": len(found.changed),
        "duplicates": len(found.duplicates),
        "500s": len(found.failures),
        "p50 s": f"{statistics.median(waits):.1f}",
        "max s": f"{max(waits):.1f}",
    }
    widths = [max(len(name), len(str(value))) for name, value in cells.items()]
    lines = (
        "  ".join(f"{cell:>{width}}" for cell, width in zip(line, widths, strict=True))
        for line in (cells, cells.values())
    )
    return "\n".join([*lines, *_more(found)])


def _more(found: Found) -> Iterator[str]:
    kinds = ", ".join(f"{number} {kind}" for kind, number in found.kills.items())
    yield f"Killed: {kinds}. Started again after it ended by itself: {found.started_again}. {found.seconds:.0f} s in all."
    yield f"{found.attempts} attempts, {found.handed_in} handed in, {found.stale} answers kept as stale. {found.verified}"
    for name in ("lost", "changed", "duplicates", "ungraded", "failures", "contrary", "damage"):
        wrong = getattr(found, name)
        yield from (f"{name}: {one}" for one in wrong[:MOST_PRINTED])
        if len(wrong) > MOST_PRINTED:
            yield f"{name}: {len(wrong) - MOST_PRINTED} more"


def main() -> None:
    """Run, print, write; exit 1 when anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.crash", description="Is anything lost?")
    parser.add_argument("--learners", type=int, default=12, choices=range(1, MOST_LEARNERS + 1), metavar="N")
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--up", type=float, default=3, help="most seconds between being ready again and the next kill")
    parser.add_argument("--seconds", type=float, default=60, help="no kill comes later than that")
    parser.add_argument("--database", choices=KINDS, default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was found there as well")
    chosen = vars(parser.parse_args())
    written = chosen.pop("json")
    if chosen["database"] != "sqlite" and (reason := why_no_wheel()):
        sys.exit(reason)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryFile("w+") as log:
        found = run(Asked(**chosen), log)
        print(table(found))
        if not found.is_sound:
            log.seek(0)
            print(log.read()[-MOST_LOGGED:], file=sys.stderr)
    if written:
        written.write_text(json.dumps(asdict(found), indent=1))
    sys.exit(not found.is_sound)


if __name__ == "__main__":
    main()
