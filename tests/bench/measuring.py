"""The measurements of one run, in the order in which they are made."""

import os
import platform
import random
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from flask import Flask

from course_app.app import create_app
from course_app.extensions import db
from course_app.gateways import clock
from course_app.settings import Settings
from tests.bench import ground, server
from tests.bench.browsing import Exchange, first_visit, learner, over_http, visitor, with_attempt
from tests.bench.disk import sync_times
from tests.bench.findings import Findings, Row, Threads, best_of, percentiles
from tests.bench.load import Plan, Seen, run
from tests.bench.publishing import publishing_times
from tests.bench.server import TICK_MS, Server
from tests.bench.statements import statements
from tests.bench.visits import AT_THE_ENDS, COURSE, OPEN_LESSON, QUESTIONS, Person

ROWS = {
    "hello": None,
    "lesson": 7,
    "save": 7,
    "attempt": 60,
    "questions": None,
    "learner home": None,
    "sign-in page": None,
    "home": None,
}
CONNECTIONS = (1, 8, 32)
AT_ONCE = 8
FEW = 3
SECONDS = 20.0
WARM_UP = 40
MANY = 1_000_000
SIGNING_IN = 2
SHARE = {"attempt": 0.1, "hello": 4}
SAVERS_IN_TURN = 2 * QUESTIONS + 1
"""No multiple of the number of questions, so that each of them answers all of them."""
FIRST, LAST = f"1 to {AT_THE_ENDS}", f"{501 - AT_THE_ENDS} to 500"


@dataclass(frozen=True)
class Size:
    """How much is measured: visits of a kind in a round, rounds, learners, how many of them take attempts, syncs.

    `threads`: the numbers of blocking threads that are tried.
    A round has a tenth as many attempts, which are longer, and four times as many hellos, which are short.
    `seconds_beside`: how long lessons are read beside sign-ins; `settles`: whether to wait until the start is over.
    """

    visits: int
    rounds: int
    learners: int
    takers: int
    threads: tuple[int, ...]
    syncs: int
    seconds_beside: float
    settles: bool


FULL = Size(
    visits=800, rounds=4, learners=3_000, takers=300, threads=(1, 2, 4, 8), syncs=300, seconds_beside=4, settles=True
)
SHORT = Size(visits=20, rounds=1, learners=80, takers=32, threads=(2,), syncs=20, seconds_beside=0.5, settles=False)


def measure(size: Size) -> Findings:
    """All of it, in a data folder that is thrown away."""
    found = Findings({name: Row(budget) for name, budget in ROWS.items()}, machine=_machine())
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        data = Path(folder) / "data"
        with server.site(data) as started:
            found.first_page_s = started.began_within
        found.publishing_s = publishing_times(size.rounds)
        _prepare(data, size, found)
        found.disk = percentiles(sync_times(data, size.syncs))
        with server.hello() as hello, server.site(data) as site:
            people = people_of(over_http(site.port), size.takers)
            found.first_visit = first_visit(over_http(site.port), f"/learn/{COURSE}/lessons/{OPEN_LESSON}")
            _measure_rows(found.rows, {"hello": hello}, site, people, size)
            found.saves = _measure_long_attempts(hello, site, people["lesson"], size)
            found.memory = site.memory_mb()
        for threads in size.threads:
            with server.site(data, threads) as site:
                found.threads[threads] = _measure_threads(site, people, size)
    return found


def _machine() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("flask", "sqlalchemy", "granian"))
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {versions}"


def _prepare(data: Path, size: Size, found: Findings) -> None:
    """The course and its learners; the statements of each visit are counted with few learners and with all."""
    app = create_app(Settings(data=data, log_level="error"))
    with app.app_context():
        ground.publish_course(clock.now())
        ground.add_first_learner(clock.now())
    for learners in (FEW, size.learners):
        with app.app_context():
            ground.grow_to(learners)
        _count_statements(app, learners, found)
    with app.app_context():
        ground.add_slow_sign_in(clock.now())
        for engine in db.engines.values():
            engine.dispose()


def _count_statements(app: Flask, learners: int, found: Findings) -> None:
    counted = statements(app, ground.email_of(1), ground.email_of(2), [name for name in ROWS if name != "hello"])
    for name, number in counted.items():
        found.rows[name].statements[learners] = number


def people_of(exchange: Exchange, takers: int) -> dict[str, list[Person]]:
    """Who makes which visits: a saver a connection, and others, so many that nobody takes attempt after attempt."""
    most = max(*CONNECTIONS, AT_ONCE)
    signed_in = [learner(exchange, ground.email_of(number)) for number in range(FEW, FEW + most + takers)]
    savers, others = [with_attempt(exchange, person) for person in signed_in[:most]], signed_in[most:]
    asking = visitor(exchange)
    slow = Person(ground.SLOW_SIGN_IN, asking.cookie, asking.token)
    return {
        "lesson": others,
        "attempt": others,
        "learner home": others,
        "save": savers,
        "questions": savers,
        "sign in": [slow],
    }


def _measure_rows(
    rows: dict[str, Row],
    others: Mapping[str, Server],
    site: Server,
    people: Mapping[str, list[Person]],
    size: Size,
) -> None:
    """Every row at every number of connections, side by side, round after round."""
    for name in rows:
        _visit(others.get(name, site), name, people, WARM_UP, AT_ONCE)
    if size.settles:
        site.settle()
    for _ in range(size.rounds):
        for connections in CONNECTIONS:
            for name, row in rows.items():
                measure_row(row, others.get(name, site), name, people, size.visits, connections)
    for row in rows.values():
        row.hellos = {at: cpu_ms / rows["hello"].cpu_ms[at] for at, cpu_ms in row.cpu_ms.items()}


def _measure_long_attempts(hello: Server, site: Server, people: list[Person], size: Size) -> dict[str, Row]:
    """What the first saves of an attempt cost, and those that make five hundred; new attempts in every round."""
    unit, rows = Row(), {FIRST: Row(), LAST: Row()}
    for start in range(0, size.rounds * SAVERS_IN_TURN, SAVERS_IN_TURN):
        savers = [with_attempt(over_http(site.port), one) for one in people[start : start + SAVERS_IN_TURN]]
        among, visits = {"save": savers, "fill": savers}, AT_THE_ENDS * SAVERS_IN_TURN
        measure_row(unit, hello, "hello", {}, visits, 1)
        measure_row(rows[FIRST], site, "save", among, visits, 1)
        measure_row(Row(), site, "fill", among, len(savers), 1)
        measure_row(rows[LAST], site, "save", among, visits, 1)
    for row in rows.values():
        row.hellos = {1: row.cpu_ms[1] / unit.cpu_ms[1]}
    return rows


def _measure_threads(site: Server, people: Mapping[str, list[Person]], size: Size) -> Threads:
    found = Threads()
    if size.settles:
        site.settle()
    for name in ("lesson", "save"):
        _visit(site, name, people, WARM_UP, AT_ONCE)
    for _ in range(size.rounds):
        measure_row(found.lesson, site, "lesson", people, size.visits, AT_ONCE)
        measure_row(found.save, site, "save", people, size.visits, AT_ONCE)
    with ThreadPoolExecutor(1) as beside:
        signing_in = beside.submit(_visit, site, "sign in", people, MANY, SIGNING_IN, size.seconds_beside)
        seen = _visit(site, "lesson", people, MANY, AT_ONCE, size.seconds_beside)
        signing_in.result()
    found.beside_sign_ins = percentiles(seen.visit_ms)
    return found


def measure_row(
    row: Row, asked: Server, name: str, people: Mapping[str, list[Person]], visits: int, connections: int
) -> None:
    """One run; the lowest of all rounds is kept, since other work on the machine only ever adds.

    A run in which the clock of processor time did not tick has used less than a tick: it is taken for one.
    """
    visits = round(visits * SHARE.get(name, 1))
    before = asked.cpu_ms()
    seen = _visit(asked, name, people, visits, connections)
    cpu_ms = max(asked.cpu_ms() - before, TICK_MS) / seen.visits
    row.cpu_ms[connections] = min(cpu_ms, row.cpu_ms.get(connections, cpu_ms))
    row.latency[connections] = best_of(row.latency.get(connections, {}), percentiles(seen.visit_ms))
    row.rate[connections] = max(seen.visits / seen.seconds, row.rate.get(connections, 0))
    if connections == 1 and len(seen.step_ms) > 1:
        medians = {step: percentiles(times)["p50"] for step, times in seen.step_ms.items()}
        row.steps = best_of(row.steps, medians)


def _visit(
    asked: Server,
    name: str,
    people: Mapping[str, list[Person]],
    visits: int,
    connections: int,
    seconds: float = SECONDS,
) -> Seen:
    """One load: the same people, in another order every time."""
    among = people.get(name, [])
    return run(Plan(name, asked.port, connections, visits, seconds, random.sample(among, len(among))))
