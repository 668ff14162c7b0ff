"""Keep a file of questions with what it would do, before it is confirmed; nothing of the bank changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from course_app.domain.bringing_in import Decision, Offered, counts_of, fitted, seal_of
from course_app.domain.errors import RuleBroken
from course_app.domain.images import BROKEN, images_of
from course_app.domain.questions import POOLS
from course_app.formats.intake import Intake, Rejected, Taken
from course_app.formats.plain_json import to_plain
from course_app.formats.problems import Problem
from course_app.gateways.chance import public_id
from course_app.models import QuestionImport, QuestionImportItem
from course_app.queries.catalogue import Outline
from course_app.queries.import_plan import plan_of
from course_app.queries.question_images import known_images
from course_app.services.keeping_images import keep_images
from course_app.services.transaction import held, transaction

LONGEST_NAME, LONGEST_REASON = 200, 2_000


class NoSuchImport(RuleBroken):
    """There is no such file, or it has been removed."""


@dataclass(frozen=True)
class Choices:
    """What is chosen for all items: topic and pool of new ones that name none, and whether it is all or nothing."""

    topic: str = ""
    pool: str = ""
    is_whole: bool = False


def store_plan(
    actor_id: int | None, outline: Outline, data: bytes, file_name: str, format: str, intake: Intake, now: datetime
) -> str:
    """Keep a file and what it would do; nothing else changes. The public id of the import."""
    file_name = file_name[-LONGEST_NAME:]
    items = offered_by(outline, intake)
    decisions = plan_of(outline, [offered for _, offered in items], file_name)
    with transaction() as session:
        keep_images(session, actor_id, outline, [one for item in intake.taken for one in item.pictures], now)
        made = QuestionImport(
            public_id=public_id(),
            actor_id=actor_id,
            course_id=outline.course_id,
            file_name=file_name,
            format=format,
            data=data,
            problems=[f"Line {one.line}: {one.message}" if one.line else one.message for one in intake.problems],
            counts=counts_of(one.kind for one in decisions),
            seal=seal_of(decisions, ()),
            rows=len(items),
            created_at=now,
        )
        session.add(made)
        session.flush()
        pairs = zip(items, decisions, strict=True)
        session.execute(
            insert(QuestionImportItem),
            [_row(made.id, place, outline, item, one) for place, ((item, _), one) in enumerate(pairs, start=1)],
        )
        return made.public_id


def offered_by(outline: Outline, intake: Intake) -> list[tuple[Taken | Rejected, Offered]]:
    """Every item of a file in its order, and what it offers to the bank: nothing where it names an unknown image."""
    items = sorted([*intake.taken, *intake.rejected], key=lambda one: one.number)
    named = set[str]().union(*(images_of(one.question) for one in intake.taken))
    known = known_images(outline.course_id, named) | {one.hash for item in intake.taken for one in item.pictures}
    return [(one, _offered(one)) for one in (_with_known_images(one, known) for one in items)]


def choose(outline: Outline, import_id: str, choices: Choices, leave: int, take: int) -> None:
    """Keep what is chosen for all, and leave one item out or take it after all (their places; 0: none)."""
    with transaction() as session:
        job = _waiting(session, outline, import_id)
        keep_choices(outline, job, choices)
        for place, is_left_out in ((leave, True), (take, False)):
            one = (QuestionImportItem.import_id == job.id) & (QuestionImportItem.place == place)
            session.execute(update(QuestionImportItem).where(one).values(is_left_out=is_left_out))
        job.seal = _seal(session, job.id)


def own_import(session: Session, outline: Outline, import_id: str) -> QuestionImport:
    """An import of the course, held. Raises NoSuchImport."""
    own = select(QuestionImport).where(
        QuestionImport.public_id == import_id, QuestionImport.course_id == outline.course_id
    )
    job = held(session, own)
    if job is None:
        raise NoSuchImport("There is no such file.")
    return job


def _waiting(session: Session, outline: Outline, import_id: str) -> QuestionImport:
    job = own_import(session, outline, import_id)
    if job.state != "planned" or job.cleared_at is not None:
        raise NoSuchImport("This file is not waiting to be confirmed any more.")
    return job


def keep_choices(outline: Outline, job: QuestionImport, choices: Choices) -> None:
    """Note what is chosen for all items."""
    job.topic = choices.topic if choices.topic in dict(outline.course.topics) else ""
    job.pool = choices.pool if choices.pool in POOLS else ""
    job.is_whole = choices.is_whole


def is_still_so(session: Session, key: int, decisions: Sequence[Decision]) -> bool:
    """Whether these are the decisions that were kept."""
    return [_planned(one) for one in _decisions(session, key)] == [_planned(one) for one in decisions]


def _decisions(session: Session, key: int) -> list[Decision]:
    item = QuestionImportItem
    columns = (item.kind, item.code, item.number, item.similar_to, item.similar_item, item.percent, item.reason)
    return [
        Decision(*row) for row in session.execute(select(*columns).where(item.import_id == key).order_by(item.place))
    ]


def _seal(session: Session, key: int) -> str:
    left_out = select(QuestionImportItem.place).where(
        QuestionImportItem.import_id == key, QuestionImportItem.is_left_out.is_(True)
    )
    return seal_of(_decisions(session, key), session.scalars(left_out))


def plan_anew(session: Session, job: QuestionImport, decisions: Sequence[Decision]) -> None:
    """Keep these instead."""
    rows = [{"import_id": job.id, "place": place, **_planned(one)} for place, one in enumerate(decisions, start=1)]
    session.execute(update(QuestionImportItem), rows)
    job.counts = counts_of(one.kind for one in decisions)
    job.seal = _seal(session, job.id)


def _with_known_images(item: Taken | Rejected, known: set[str]) -> Taken | Rejected:
    if isinstance(item, Rejected) or images_of(item.question) <= known:
        return item
    return Rejected(item.number, item.line, item.label, (Problem("", item.line, 0, BROKEN),))


def _offered(item: Taken | Rejected) -> Offered:
    if isinstance(item, Rejected):
        reasons = dict.fromkeys(_reason(item, problem.line, problem.message) for problem in item.problems)
        return Offered(None, reasons=(" ".join(reasons)[:LONGEST_REASON],))
    return Offered(item.question, item.source_id[:LONGEST_NAME])


def _reason(item: Rejected, line: int, message: str) -> str:
    return f"Line {line}: {message}" if line and line != item.line else message


def _planned(decision: Decision) -> Mapping[str, object]:
    return {
        "kind": decision.kind,
        "code": decision.code,
        "number": decision.number,
        "similar_to": decision.like,
        "similar_item": decision.like_item,
        "percent": decision.percent,
        "reason": decision.reason[:LONGEST_REASON],
    }


def _row(key: int, place: int, outline: Outline, item: Taken | Rejected, decision: Decision) -> Mapping[str, object]:
    question = item.question if isinstance(item, Taken) else None
    notes = list(item.notes) if isinstance(item, Taken) else []
    if question is not None:
        notes += fitted(question, dict(outline.course.topics), outline.claims)[1]
    return {
        "import_id": key,
        "place": place,
        "line": item.line,
        "label": item.label,
        "source_id": item.source_id[:LONGEST_NAME] if isinstance(item, Taken) else "",
        "content": to_plain(question) if question else None,
        "notes": notes,
        **_planned(decision),
    }
