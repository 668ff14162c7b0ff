"""How long does a long list take? `python -m tests.bench.rosters [--rows 5000] [--bad 137] [--learners 12] [--database postgres]`.

A list with bad rows of twelve kinds is planned and applied by the real site's background worker, while learners go on
saving over HTTP and a real SMTP server takes the mails. It is done twice on data of its own: undisturbed, and with all
processes of the site killed half-way and started again. Exit 1 when a bad row is not named with its line and reason,
the two ends differ, the list used again changes anything, or somebody gets no invitation, or two.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import IO

from sqlalchemy import select

from course_app.domain.rosters import CANNOT, WORK
from course_app.extensions import read_connection
from course_app.formats.roster_csv import parse
from course_app.gateways import clock
from course_app.models import Cohort, Enrolment, Person, RosterRow
from course_app.queries.roster_plan import place_of
from course_app.queries.rosters import roster_page
from course_app.services import accounts, administering, importing_rosters
from course_app.services.links import Letterhead
from tests.bench import ground
from tests.bench.browsing import learner, over_http
from tests.bench.crash import ANSWERS_A_SECOND, SIGNING_IN, _database
from tests.bench.killing import Site
from tests.bench.learners import Heard, Hours, Learner
from tests.bench.server import PATIENCE
from tests.bench.visits import COURSE
from tests.databases import KINDS
from tests.mail_server import Postbox, listening
from tests.running import wait_until

COHORT = "Autumn intake"
LETTERHEAD = Letterhead("Bench", "http://localhost/invitations/{}".format, "http://localhost/sign-in")
BAD = {
    "no e-mail": ("{name},,{at}", "There is no e-mail"),
    "no @": ("{name},p{at}.example.org,{at}", "The e-mail has no @"),
    "two @": ("{name},p{at}@@example.org,{at}", "This is not a whole e-mail"),
    "a blank within": ("{name},p {at}@example.org,{at}", "This is not a whole e-mail"),
    "no domain": ("{name},p{at}@,{at}", "This is not a whole e-mail"),
    "a broken domain": ("{name},p{at}@-example-.org,{at}", "This is not a whole e-mail"),
    "a formula": ("=1+{at},p{at}@example.org,{at}", "This name begins as a formula"),
    "a name too long": ("N{long},p{at}@example.org,{at}", "The name has 201 characters"),
    "a number too long": ("{name},p{at}@example.org,{long}", "The employee number has 200 characters"),
    "quotation marks": ('"{name},p{at}@example.org"x,{at}', "The quotation marks of this row"),
    "another name": ("{name} Else,first@example.org,{at}", "The same e-mail stands in line 2 with another name"),
    "a closed account": ("{name},closed{at}@example.org,{at}", "This account is closed"),
}
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "wa")


@dataclass(frozen=True)
class Run:
    """One list from plan to mail: seconds, what was wrong, and the end: everybody in the cohort."""

    planned: float
    applied: float
    p50: float
    p99: float
    saves: int
    mailed: float
    wrong: tuple[str, ...]
    end: frozenset[tuple[str, str, str, int]]


def a_list(rows: int, bad: int, seed: int) -> tuple[str, dict[int, str]]:
    """The list as CSV, and how the reason of each bad row begins, by its line."""
    chance, kinds = random.Random(seed), list(BAD.values())
    places = set(chance.sample(range(1, rows), bad))
    lines, expected = ["Name,E-mail,Employee number"], {}
    for at in range(rows):
        name = f"{''.join(chance.choices(SYLLABLES, k=5)).title()} {''.join(chance.choices(SYLLABLES, k=6)).title()}"
        written = "{name},p{at}@example.org,{at}" if at else "First Person,first@example.org,0"
        if at in places:
            written, expected[at + 2] = kinds[len(expected) % len(kinds)]
        lines.append(written.format(name=name, at=at, long="9" * 200))
    return "\n".join(lines), expected


def run(rows: int, bad: int, learners: int, database: str, seed: int, kills: bool, log: IO[str]) -> Run:
    """Everything, on data that are thrown away."""
    text, expected = a_list(rows, bad, seed)
    with ExitStack() as stack:
        url, _postgres = stack.enter_context(_database(database))
        data, _ = stack.enter_context(ground.prepared(url, learners))
        app = stack.enter_context(ground.application(data, url))
        stack.enter_context(app.app_context())
        _close_accounts(expected)
        began = time.monotonic()
        roster = _stored(text)
        planned = time.monotonic() - began
        wrong = list(_misnamed(expected))
        postbox = Postbox()
        site = Site(data, url, log)
        site.settings["COURSE_APP_MAIL_URL"] = stack.enter_context(listening(postbox))
        stack.enter_context(site)
        assert wait_until(site.is_ready, PATIENCE)
        with _saving(site, learners, seed) as heard:
            began = time.monotonic()
            importing_rosters.begin(None, roster, LETTERHEAD, clock.now())
            _wait_for(roster, rows, site, kills)
            applied = time.monotonic() - began
        end = _end()
        invited = {f"p{at}@example.org" for at in range(1, rows) if at + 2 not in expected} | {"first@example.org"}
        assert wait_until(lambda: len(postbox.taken) >= len(invited), 600)
        mailed = time.monotonic() - began
        time.sleep(3)
        wrong += _mails_wrong(postbox, invited)
        again = roster_page(_stored(text)).counts
        if any(again.get(kind) for kind in WORK) or again[CANNOT] != bad:
            wrong.append(f"the list used again would do {again}")
    times = sorted(one.ended - one.began for one in heard)
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    return Run(planned, applied, p50, p99, len(times), mailed, tuple(wrong), end)


def _close_accounts(expected: dict[int, str]) -> None:
    for line, reason in expected.items():
        if reason.startswith("This account"):
            email, now = f"closed{line - 2}@example.org", clock.now()
            accounts.make_person("Closed", email, None, now)
            with read_connection() as connection:
                person = connection.scalar(select(Person.public_id).where(Person.email == email))
            actor = accounts.make_person("Actor", f"actor{line}@example.org", None, now)
            administering.close_account(actor, person, "for the bench", now)


def _stored(text: str) -> str:
    """Plan the list."""
    return importing_rosters.store_plan(None, parse(text), "list.csv", place_of(COURSE, COHORT), clock.now())


def _misnamed(expected: dict[int, str]) -> Iterator[str]:
    with read_connection() as connection:
        named = dict(
            tuple(row)
            for row in connection.execute(select(RosterRow.line, RosterRow.note).where(RosterRow.plan == CANNOT))
        )
    if named.keys() != expected.keys():
        yield f"bad rows were named in other lines: {sorted(named.keys() ^ expected.keys())[:20]}"
    for line, reason in expected.items():
        if not named.get(line, "").startswith(reason):
            yield f"line {line} is said to be: {named.get(line)}"


@contextmanager
def _saving(site: Site, learners: int, seed: int) -> Iterator[list[Heard]]:
    """Learners who save meanwhile; afterwards the list holds what their saves were answered."""
    exchange, heard = over_http(site.port), []
    with ThreadPoolExecutor(SIGNING_IN) as pool:
        people = list(pool.map(partial(learner, exchange), map(ground.email_of, range(learners))))
    hours = Hours(time.monotonic() + 600)
    chances = [random.Random(f"{seed} {at}") for at in range(learners)]
    active = [
        Learner(person, exchange, own, learners / ANSWERS_A_SECOND * 4, hours)
        for person, own in zip(people, chances, strict=True)
    ]
    threads = [threading.Thread(target=one.live) for one in active]
    for thread in threads:
        thread.start()
    try:
        time.sleep(1)
        yield heard
    finally:
        hours.over.set()
        for thread in threads:
            thread.join()
    heard += [
        one
        for learning in active
        for one in learning.log.heard
        if one.what.endswith("/responses") and one.status == 200
    ]
    assert not [one for learning in active for one in learning.log.contrary]


def _wait_for(roster: str, rows: int, site: Site, kills: bool) -> None:
    """Until the list is dealt with; the site is killed once when half of it is, if it is to be."""
    until = time.monotonic() + 600
    while (page := roster_page(roster)).state != "done" and time.monotonic() < until:
        if kills and page.position >= rows // 2:
            site.kill()
            site.start()
            assert wait_until(site.is_ready, PATIENCE)
            kills = False
        time.sleep(0.2)
    assert page.state == "done"


def _end() -> frozenset[tuple[str, str, str, int]]:
    """Everybody in the cohort: e-mail, name, employee number, cycle."""
    statement = (
        select(Person.email, Person.name, Enrolment.employee_number, Enrolment.cycle)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Cohort.name == COHORT)
    )
    with read_connection() as connection:
        return frozenset(tuple(row) for row in connection.execute(statement))


def _mails_wrong(postbox: Postbox, invited: set[str]) -> Iterator[str]:
    times = Counter(mail["To"] for mail in postbox.taken if "account" in mail["Subject"])
    if missing := invited - times.keys():
        yield f"{len(missing)} were not invited by mail"
    if doubled := [address for address, count in times.items() if count > 1]:
        yield f"{len(doubled)} got two invitations: {doubled[:3]}"


def main() -> None:
    """Both runs, and what they took."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rosters")
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--bad", type=int, default=137)
    parser.add_argument("--learners", type=int, default=12)
    parser.add_argument("--database", choices=KINDS, default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    asked = vars(parser.parse_args())
    with tempfile.TemporaryFile("w+") as log:
        runs = {name: run(**asked, kills=kills, log=log) for name, kills in (("undisturbed", False), ("killed", True))}
    for name, found in runs.items():
        print(
            f"{name}: planned in {found.planned:.1f} s, applied in {found.applied:.1f} s, {len(found.end):,} enrolled, "
            f"all mailed after {found.mailed:.1f} s; {found.saves} saves meanwhile, p50 {found.p50 * 1000:.0f} ms, "
            f"p99 {found.p99 * 1000:.0f} ms"
        )
        print(*(f"  wrong: {one}" for one in found.wrong), sep="\n")
    is_same = runs["undisturbed"].end == runs["killed"].end
    print(f"Both ends are {'the same' if is_same else 'different'}.")
    sys.exit(not is_same or any(found.wrong for found in runs.values()))


if __name__ == "__main__":
    main()
