"""What a large bank costs: `python -m tests.bench.bank [--short] [--json FILE]`.

On SQLite, and on PostgreSQL where the tests find one: the pages of a bank of 100 questions and of one of 10,000 in one
run, in turn, so that what else the machine does falls upon both. The bound is three times the small bank's time. The
pages are asked for within this process, database and rendering included. Nothing here judges.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from course_app.domain.content_hash import content_hash
from course_app.domain.questions import Question as Content
from course_app.extensions import db, read_connection
from course_app.formats.plain_json import from_plain, to_hash, to_plain
from course_app.gateways import clock, passwords, tokens
from course_app.models import AttemptItem, BankEntry, Person, Question, QuestionVersion
from course_app.queries.catalogue import newest_outline
from course_app.queries.grounds import groundwork
from course_app.services import accounts, signing_in
from course_app.services.indexing import index_course
from course_app.services.transaction import transaction
from tests.bench import ground
from tests.bench.visits import COURSE, PASSWORD
from tests.databases import postgres_server, why_no_postgres

SMALL, LARGE = 100, 10_000
PAGES = {
    "list": "",
    "later page": "?after={middle}",
    "topic": "?topic=side-effects",
    "level": "?level=apply",
    "pool": "?pool=final",
    "state": "?state=retired",
    "stale": "?state=stale",
    "in review": "?state=in-review",
    "type": "?type=multiple",
    "claim": "?claim=C46",
    "used in": "?quiz=side-effects",
    "findings": "?finding=warning",
    "facility": "?facility=hard",
    "origin": "?origin=text",
    "search, many": "?words=soreness",
    "search, few": "?words=needling+{middle}",
    "search, none": "?words=nothing+fits+this",
    "all of them": "?topic=side-effects&pool=quiz&state=approved&level=apply&words=the&finding=none",
}


def grow(size: int) -> None:
    """Make the bank that large, of copies of the course's questions with words of their own."""
    outline = newest_outline(COURSE)
    with transaction() as session:
        rows = session.execute(
            select(QuestionVersion.content, Question.state)
            .join(Question, Question.id == QuestionVersion.question_id)
            .where(Question.course_id == outline.course_id)
            .order_by(Question.code)
        ).all()
        _shrink(session, outline.course_id, size)
        for number in range(len(rows), size):
            content = from_plain(Content, rows[number % len(rows)].content)
            words = {"id": f"Z{number:05}", "stem": f"{content.stem} Case {number}"}
            one = replace(content, **words, pool=("quiz", "final")[number % 2])
            row = Question(
                course_id=outline.course_id,
                code=one.id,
                origin="site",
                state=("draft", "in-review", "retired", *["approved"] * 7)[number % 10],
                topic=one.topic,
                pool=one.pool,
                type=one.type,
                credit=one.credit,
                newest_number=1,
                grounds={"claims": {}, "passages": {}} if number % 50 == 0 else None,
            )
            session.add(row)
            session.flush()
            version = {"number": 1, "content": to_plain(one), "content_hash": content_hash(to_hash(one))}
            session.add(QuestionVersion(question_id=row.id, created_at=clock.now(), **version))
        session.flush()
        index_course(session, outline.course_id, groundwork(outline))
        entries = session.scalars(select(BankEntry)).all()
        for place, entry in enumerate(entries):
            entry.finding = ("", "", "note", "warning", "error")[place % 5]
            entry.facility, entry.answers = (place % 100 / 100, 40) if place % 3 else (None, 0)
            entry.judged_at = entry.counted_at = clock.now()


def _shrink(session: Session, course_id: int, size: int) -> None:
    """Leave so many questions, whatever attempts have asked among them."""
    asked = select(QuestionVersion.question_id).join(AttemptItem, AttemptItem.question_version_id == QuestionVersion.id)
    own = select(Question.id).where(Question.course_id == course_id)
    kept = set(session.scalars(asked))
    spare = [one for one in session.scalars(own.order_by(Question.code.desc())) if one not in kept]
    gone = spare[: max(0, len(spare) + len(kept) - size)]
    session.execute(delete(BankEntry).where(BankEntry.question_id.in_(gone)))
    session.execute(delete(QuestionVersion).where(QuestionVersion.question_id.in_(gone)))
    session.execute(delete(Question).where(Question.id.in_(gone)))


def measure(new_database: Callable[[], str], large: int, rounds: int) -> dict[str, dict[int, float]]:
    """Page → size of the bank → the lowest time in ms."""
    found: dict[str, dict[int, float]] = {name: {} for name in PAGES}
    with ExitStack() as stack:
        asked = {size: stack.enter_context(_bank(new_database(), size)) for size in (SMALL, large)}
        for _ in range(rounds):
            for name, query in PAGES.items():
                for size, (browser, middle) in asked.items():
                    took = _time(browser, f"/instructor/{COURSE}/questions{query.format(middle=middle)}")
                    found[name][size] = min(took, found[name].get(size, took))
    return found


@contextmanager
def _bank(database_url: str, size: int) -> Iterator[tuple[FlaskClient, str]]:
    """A signed-in administrator's browser in front of a bank of that size, and the code in its middle."""
    with ground.prepared(database_url, 1) as (data, url), ground.application(data, url) as app:
        with app.app_context():
            grow(size)
            admin = accounts.make_person("Ada Bench", "ada@example.org", passwords.hash_of(PASSWORD), clock.now())
            token = tokens.new_token()
            with transaction() as session:
                person = session.get_one(Person, admin)
                person.is_admin = True
                identity = person.fs_uniquifier
            signing_in.open_sign_in(admin, token, "bench", "127.0.0.1", clock.now())
            with read_connection() as connection:
                codes = list(connection.scalars(select(Question.code).order_by(Question.code)))
            if database_url:  # a server does it by itself, sooner or later; SQLite does not
                with db.engines[None].begin() as connection:
                    connection.execute(text("ANALYZE"))
        browser = app.test_client()
        with browser.session_transaction() as session:
            session.update({"_user_id": identity, "_fresh": True, "sign_in": token, "_permanent": True})
        yield browser, codes[len(codes) // 2]


def _time(browser: FlaskClient, path: str) -> float:
    start = time.perf_counter()
    answer = browser.get(path)
    took = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return took


def table(name: str, found: dict[str, dict[int, float]]) -> str:
    """One database's report."""
    lines = [f"{name}: ms with {' and '.join(f'{size:,}' for size in next(iter(found.values())))} questions"]
    for page, times in found.items():
        few, many = times.values()
        lines.append(f"{page:14}{few:9.1f}{many:9.1f}{many / few:8.2f}")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bank", description="What a large bank costs.")
    parser.add_argument("--short", action="store_true", help="a small large bank, one round: whether the bench works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there as well")
    chosen = parser.parse_args()
    large, rounds = (200, 1) if chosen.short else (LARGE, 7)
    found = {"SQLite": measure(lambda: "", large, rounds)}
    if reason := why_no_postgres():
        print(f"Not measured: {reason}")
    else:
        with postgres_server() as postgres:
            found["PostgreSQL"] = measure(postgres.new, large, rounds)
    for name, times in found.items():
        print(table(name, times))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
