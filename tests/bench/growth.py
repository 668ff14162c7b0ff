"""What growth costs: `python -m tests.bench.growth [--short] [--json FILE]`.

On SQLite, and on PostgreSQL where the tests find one: statements and processor time of the same visits with few
learners and with many, side by side, then how many visits a second one, two and four web processes answer. Processor
time is that of the site's processes; a database server's own is not in it. Nothing here judges.
"""

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from course_app.extensions import read_connection
from course_app.models import Response
from tests.bench import ground, server
from tests.bench.browsing import over_http
from tests.bench.findings import Row
from tests.bench.measuring import AT_ONCE, WARM_UP, measure_row, people_of
from tests.bench.statements import statements
from tests.databases import postgres_server, why_no_postgres

VISITS = ("lesson", "save", "attempt", "learner home")


@dataclass(frozen=True)
class Size:
    """How much is measured: learners before and after, web processes, visits of a kind in a round, rounds."""

    few: int
    many: int
    takers: int
    workers: tuple[int, ...]
    visits: int
    rounds: int
    settles: bool


FULL = Size(few=300, many=10_000, takers=200, workers=(1, 2, 4), visits=600, rounds=4, settles=True)
SHORT = Size(few=50, many=80, takers=10, workers=(2,), visits=10, rounds=1, settles=False)


@dataclass
class Grown:
    """One database: its rows by number of learners (at one connection) and by number of web processes (at eight)."""

    learners: dict[int, dict[str, Row]] = field(default_factory=dict)
    responses: dict[int, int] = field(default_factory=dict)
    workers: dict[int, dict[str, Row]] = field(default_factory=dict)


def measure(size: Size) -> dict[str, Grown]:
    """By name of the database; one that is not there is left out."""
    found = {"SQLite": _grown(lambda: "", size)}
    if not why_no_postgres():
        with postgres_server() as postgres:
            found["PostgreSQL"] = _grown(postgres.new, size)
    return found


def _grown(new_database: Callable[[], str], size: Size) -> Grown:
    """Few learners and many on data of their own, asked in turn; the web processes on that of the many."""
    found = Grown()
    with ExitStack() as stack:
        grounds = {
            learners: stack.enter_context(ground.prepared(new_database(), learners))
            for learners in (size.few, size.many)
        }
        for learners, (data, database_url) in grounds.items():
            found.learners[learners], found.responses[learners] = _count(data, database_url, learners)
        with ExitStack() as sites:
            started = {
                learners: sites.enter_context(server.site(data, database_url=database_url))
                for learners, (data, database_url) in grounds.items()
            }
            _measure([(started[learners], rows) for learners, rows in found.learners.items()], size, 1)
        data, database_url = grounds[size.many]
        for workers in size.workers:
            found.workers[workers] = {name: Row() for name in VISITS}
            with server.site(data, workers=workers, database_url=database_url) as site:
                _measure([(site, found.workers[workers])], size, AT_ONCE)
    return found


def _count(data: Path, database_url: str, learners: int) -> tuple[dict[str, Row], int]:
    """The rows with their statements, and how many responses there are."""
    with ground.application(data, database_url) as app:
        with app.app_context(), read_connection() as connection:
            responses = connection.scalar(select(func.count()).select_from(Response))
        counted = statements(app, ground.email_of(1), ground.email_of(2), VISITS)
    return {name: Row(statements={learners: number}) for name, number in counted.items()}, responses


def _measure(asked: list[tuple[server.Server, dict[str, Row]]], size: Size, connections: int) -> None:
    """Each site its rows, all sites in turn, so that what else the machine does falls upon all of them."""
    visiting = [(site, rows, people_of(over_http(site.port), size.takers)) for site, rows in asked]
    for site, _, people in visiting:
        for name in VISITS:
            measure_row(Row(), site, name, people, WARM_UP, AT_ONCE)
        if size.settles:
            site.settle()
    for _ in range(size.rounds):
        for name in VISITS:
            for site, rows, people in visiting:
                measure_row(rows[name], site, name, people, size.visits, connections)


def table(found: dict[str, Grown]) -> str:
    """The whole report."""
    return "\n".join(line.rstrip() for name, grown in found.items() for line in _lines(name, grown))


def _lines(name: str, grown: Grown) -> Iterator[str]:
    few, many = grown.learners
    yield f"{name}: {few:,} learners and {grown.responses[few]:,} responses, then {many:,} and {grown.responses[many]:,}"
    yield f"{'':14}{'SQL':>6}{'SQL':>6}{'CPU ms':>10}{'CPU ms':>10}{'times':>8}"
    for visit in VISITS:
        before, after = grown.learners[few][visit], grown.learners[many][visit]
        cells = f"{before.statements[few]:6}{after.statements[many]:6}{before.cpu_ms[1]:10.3f}{after.cpu_ms[1]:10.3f}"
        yield f"{visit:14}{cells}{after.cpu_ms[1] / before.cpu_ms[1]:8.2f}"
    yield f"{name}: visits a second (p50, p99 in ms) at {AT_ONCE} connections, by web processes"
    for visit in VISITS:
        cells = (f"{number}: {_brief(rows[visit])}" for number, rows in grown.workers.items())
        yield f"{visit:14}  " + "   ".join(cells)
    yield ""


def _brief(row: Row) -> str:
    times = row.latency[AT_ONCE]
    return f"{row.rate[AT_ONCE]:,.0f} ({times['p50']:.1f}, {times['p99']:.1f})"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description="What growth costs.")
    parser.add_argument("--short", action="store_true", help="hardly any visits: whether the bench works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there as well")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    found = measure(SHORT if chosen.short else FULL)
    print(table(found))
    if reason := why_no_postgres():
        print(f"Not measured: {reason}")
    if chosen.json:
        chosen.json.write_text(json.dumps({name: asdict(grown) for name, grown in found.items()}, indent=1))


if __name__ == "__main__":
    main()
