"""What learners were told, compared with what the database holds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select

from course_app.domain.drawing import alias_of
from course_app.extensions import read_connection
from course_app.models import Attempt, AttemptItem, Enrolment, Grade, Mark, Person, Response
from course_app.web.shared.filters import iso
from tests.bench.learners import Key, Log

OWNERS = (
    select(Attempt.public_id, Person.email)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
)
ROWS = (
    select(
        Attempt.public_id,
        Response.client,
        Response.seq,
        Response.slot,
        Response.base,
        Response.choice,
        Response.revision,
        Response.received_at,
        Response.counts,
        AttemptItem.option_order,
    )
    .join(Attempt, Attempt.id == Response.attempt_id)
    .join(AttemptItem, (AttemptItem.attempt_id == Attempt.id) & (AttemptItem.slot == Response.slot))
)
GRADES = (
    select(Attempt.public_id, func.count(Grade.id))
    .outerjoin(Grade, Grade.attempt_id == Attempt.id)
    .where(Attempt.closed_by == "submission")
    .group_by(Attempt.public_id)
)
GRADED = (
    select(Attempt.public_id, Mark.slot, Response.revision)
    .join(Grade, Grade.attempt_id == Attempt.id)
    .join(Mark, Mark.grade_id == Grade.id)
    .outerjoin(Response, Response.id == Mark.response_id)
)


@dataclass(frozen=True)
class Reckoning:
    """How many of what was acknowledged are `stored` as acknowledged, and what is not as it should be, in words.

    `lost`: acknowledged, and not there. `changed`: there, and otherwise. `duplicates`: more than was sent or started.
    `ungraded`: handed in without exactly one grade. `damage`: what SQLite says of its file.
    """

    stored: int
    lost: list[str]
    changed: list[str]
    duplicates: list[str]
    ungraded: list[str]
    damage: list[str]


def attempts_there() -> dict[str, str]:
    """Whose each attempt is: the e-mail address by the attempt."""
    return dict(tuple(row) for row in _all(OWNERS))


def reckon(logs: Sequence[Log], before: Iterable[str]) -> Reckoning:
    """Compare; `before`: the attempts that were there before the learners came."""
    owners = {attempt: email for attempt, email in attempts_there().items() if attempt not in set(before)}
    rows: dict[Key, list[Row]] = defaultdict(list)
    for row in _all(ROWS):
        if row.public_id in owners:
            rows[row.public_id, row.client, row.seq].append(row)
    stored, lost, changed = _told_and_kept(logs, rows)
    grades = dict(tuple(row) for row in _all(GRADES))
    return Reckoning(
        stored=stored,
        lost=[*lost, *(f"attempt {one}" for log in logs for one in log.attempts if one not in owners)],
        changed=[*changed, *_graded_otherwise(logs)],
        duplicates=[*_twice(rows), *_never_sent(logs, rows), *_never_started(logs, owners)],
        ungraded=[f"attempt {one}" for log in logs for one in log.handed_in if grades.get(one) != 1],
        damage=_damage(),
    )


def _told_and_kept(logs: Sequence[Log], rows: dict[Key, list[Row]]) -> tuple[int, list[str], list[str]]:
    """How many are stored as acknowledged; which are not there, and which are otherwise."""
    stored, lost, changed = 0, [], []
    for log in logs:
        for key, kept in log.acknowledged.items():
            told = (log.sent[key].slot, log.sent[key].base, log.sent[key].choice, kept.revision, kept.saved_at)
            if not rows[key]:
                lost.append(f"{key}: {told}")
            elif (there := _content(rows[key][0])) != told:
                changed.append(f"{key}: acknowledged {told}, stored {there}")
            else:
                stored += 1
        lost += [f"{key}: kept, though stale" for key in log.stale if not rows[key]]
        changed += [f"{key}: stale, and counts" for key in log.stale if rows[key] and rows[key][0].counts]
    return stored, lost, changed


def _content(row: Row) -> tuple[Any, ...]:
    """The same of a row as of what was sent and acknowledged; letters become aliases again."""
    choice = tuple(sorted(alias_of(row.option_order, letter) for letter in row.choice))
    return row.slot, row.base, choice, row.revision, iso(row.received_at)


def _graded_otherwise(logs: Sequence[Log]) -> Iterator[str]:
    """Marks for another answer than the last that the learner was told counts."""
    graded = {(attempt, slot): revision for attempt, slot, revision in _all(GRADED)}
    for log in logs:
        last: dict[tuple[str, int], int] = {}
        for key, kept in log.acknowledged.items():
            if kept.counts and key[0] in log.handed_in:
                where = key[0], log.sent[key].slot
                last[where] = max(last.get(where, 0), kept.revision)
        for where, revision in last.items():
            if graded.get(where) != revision:
                yield f"{where}: graded revision {graded.get(where)}, acknowledged {revision}"


def _twice(rows: dict[Key, list[Row]]) -> Iterator[str]:
    revisions = Counter((row.public_id, row.revision) for there in rows.values() for row in there)
    yield from (f"response {key} stands there {len(there)} times" for key, there in rows.items() if len(there) > 1)
    yield from (f"revision {which} stands there {times} times" for which, times in revisions.items() if times > 1)


def _never_sent(logs: Sequence[Log], rows: dict[Key, list[Row]]) -> Iterator[str]:
    sent = {key for log in logs for key in log.sent}
    return (f"response {key} was never sent" for key, there in rows.items() if there and key not in sent)


def _never_started(logs: Sequence[Log], owners: dict[str, str]) -> Iterator[str]:
    started = Counter(owners.values())
    return (
        f"{log.email} started {log.begun} attempts and has {started[log.email]}"
        for log in logs
        if started[log.email] > log.begun
    )


def _damage() -> list[str]:
    with read_connection() as connection:
        if connection.dialect.name != "sqlite":
            return []
        said = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        return [*said, *(str(row) for row in connection.exec_driver_sql("PRAGMA foreign_key_check"))]


def _all(query: Select) -> Sequence[Row]:
    with read_connection() as connection:
        return connection.execute(query).all()
