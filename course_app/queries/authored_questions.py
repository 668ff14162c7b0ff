"""One question for those who write it: all versions, what each changed, where it is taught and where it is asked."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, select

from course_app.domain.courses import Passage
from course_app.domain.coverage import agreed_topic
from course_app.domain.erasure import AUTHOR
from course_app.domain.evidence import Claim
from course_app.domain.item_advice import Advice, advise
from course_app.domain.item_findings import Surroundings
from course_app.domain.names import search_key
from course_app.domain.question_faults import faults_of, misfits_of
from course_app.domain.questions import Fault, Question
from course_app.domain.quizzes import Quiz, Slot, slots_of
from course_app.domain.reviewing import Item
from course_app.domain.reviews import Grounds, Shift, seal_of, shifts
from course_app.domain.revisions import Change, changes
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.models import Membership, Person, QuestionApproval, QuestionVersion
from course_app.models import Question as QuestionRow
from course_app.queries.candidates import items_in_use
from course_app.queries.catalogue import LessonCard, Outline, Taught
from course_app.queries.grounds import current_grounds

WRITER = case((Person.erased_at.is_(None), Person.name), else_=AUTHOR)
"""How somebody is named who wrote or approved something."""


@dataclass(frozen=True)
class Approval:
    """Who approved a version, and when; `is_alone`: of a safety item they had written themselves."""

    name: str
    at: datetime
    is_alone: bool
    note: str


@dataclass(frozen=True)
class VersionLine:
    """One version: who made it (empty: the course's text), what it changed of the version before, who approved it."""

    number: int
    author: str
    created_at: datetime
    question: Question
    changes: tuple[Change, ...]
    approvals: tuple[Approval, ...]


@dataclass(frozen=True)
class TestedClaim:
    """A claim that the question tests, and the passages that teach it; no claim where the course has it no more."""

    id: str
    claim: Claim | None
    taught: tuple[Taught, ...]


@dataclass(frozen=True)
class Use:
    """A published quiz that asks the question always, or (`is_fixed` false) may draw it."""

    slug: str
    title: str
    is_fixed: bool


@dataclass(frozen=True)
class AuthoredQuestion:
    """A question whole. `number` and `question` are its newest version: what is edited, and approved next.

    `in_use`: the version that attempts draw while the question is approved; it is older than `number` when that one
    waits for its approval. It need not be the last one made, nor need `number`. `used`: what it says, and `uses` where.
    `stale`: what of its grounds changed since `looked_at`, when somebody last approved it; `seal`: of the present ones.
    `lacks`: what is to be added or mended before anybody can be asked it. `item`: as the next step finds it.
    """

    code: str
    origin: str
    state: str
    number: int
    in_use: int
    question: Question
    used: Question
    item: Item
    versions: tuple[VersionLine, ...]
    claims: tuple[TestedClaim, ...]
    uses: tuple[Use, ...]
    looked_at: datetime
    stale: tuple[Shift, ...]
    seal: str
    lacks: tuple[Fault, ...]


def authored_question(outline: Outline, code: str) -> AuthoredQuestion | None:
    """The question of that code in the course; None when it has none."""
    with read_connection() as connection:
        rows = connection.execute(_versions(outline.course_id, code)).all()
        if not rows:
            return None
        approvals = connection.execute(_approvals(rows[0].question_id)).all()
        head = rows[0].waiting_number or rows[0].newest_number
        writers = {row.author_id for row in rows if row.number in (1, head) and row.author_id}
        has_others = connection.scalar(select(others_than(outline.course_id, writers).exists()))
    versions, first = _lines(rows, approvals), rows[0]
    by_number = {line.number: line for line in versions}
    newest, used = by_number[head], by_number[first.newest_number]
    grounds = current_grounds(outline, used.question)
    is_watched = first.state != "retired" and first.grounds is not None
    is_safety = newest.question.safety or used.question.safety
    return AuthoredQuestion(
        code=code,
        origin=first.origin,
        state=first.state,
        number=head,
        in_use=first.newest_number,
        question=newest.question,
        used=used.question,
        item=Item(first.state, is_safety, first.waiting_number is not None, writers, has_others),
        versions=versions,
        claims=tested_claims(outline, newest.question),
        uses=_uses(outline, used.question, first.state),
        looked_at=first.checked_at or used.created_at,
        stale=shifts(Grounds(**first.grounds), grounds) if is_watched else (),
        seal=seal_of(grounds),
        lacks=tuple(faults_in(outline, newest.question)),
    )


def others_than(course_id: int, writers: Collection[int]) -> Select[Any]:
    """The course's instructors and reviewers besides those."""
    return (
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.course_id == course_id, Person.active.is_(True), Person.id.not_in(writers))
    )


def faults_in(outline: Outline, question: Question) -> list[Fault]:
    """What keeps the question from being graded, and where it does not fit its course."""
    return faults_of(question) + misfits_of(question, dict(outline.course.topics), outline.claims)


def likely_topic(outline: Outline, question: Question) -> str:
    """The topic of the questions in use that test the same; empty where they disagree, or there are none."""
    if not question.claims:
        return ""
    with read_connection() as connection:
        return agreed_topic(question.claims, items_in_use(connection, outline.course_id))


def advice_on(outline: Outline, question: Question, today: str) -> Advice:
    """What is told of a question as typed, by the course's policy. `today`: an ISO date."""
    leads_to = outline.passages.get(question.passage)
    lesson = question.lesson or (leads_to.card.slug if leads_to else "")
    around = Surroundings(
        policy=outline.course.item_writing, claims=outline.claims, references=outline.references, today=today
    )
    return advise(replace(question, lesson=lesson), around)


def tested_claims(outline: Outline, question: Question) -> tuple[TestedClaim, ...]:
    """The claims of a question, in its order."""
    return tuple(TestedClaim(one, outline.claims.get(one), outline.taught.get(one, ())) for one in question.claims)


def sentences_with(outline: Outline, words: str) -> list[tuple[LessonCard, list[Passage]]]:
    """Lesson by lesson, the passages that have each of the words in themselves or in a claim; all without words."""
    wanted = search_key(words).split()
    lessons = ((card, [one for one in card.lesson.passages if _says(outline, one, wanted)]) for card in outline.written)
    return [(card, passages) for card, passages in lessons if passages]


def _says(outline: Outline, passage: Passage, wanted: list[str]) -> bool:
    claims = (f"{one} {outline.claims[one].text}" for one in passage.claims if one in outline.claims)
    text = " ".join(map(search_key, (passage.text, *claims))) if wanted else ""
    return all(word in text for word in wanted)


def _lines(rows: Sequence[Row[Any]], approvals: Sequence[Row[Any]]) -> tuple[VersionLine, ...]:
    made = [from_plain(Question, row.content) for row in rows]
    given: dict[int, list[Approval]] = defaultdict(list)
    for number, *approval in approvals:
        given[number].append(Approval(*approval))
    return tuple(
        VersionLine(
            row.number,
            row.name or "",
            row.created_at,
            one,
            changes(made[place - 1], one) if place else (),
            tuple(given[row.number]),
        )
        for place, (row, one) in enumerate(zip(rows, made, strict=True))
    )


def _approvals(question_id: int) -> Select[Any]:
    one = QuestionApproval
    return (
        select(one.number, WRITER, one.at, one.is_alone, one.note)
        .join(Person, Person.id == one.person_id)
        .where(one.question_id == question_id)
        .order_by(one.id)
    )


def _versions(course_id: int, code: str) -> Select[Any]:
    """Every version with its question, the eldest first."""
    return (
        select(
            QuestionRow.origin,
            QuestionRow.state,
            QuestionRow.id.label("question_id"),
            QuestionRow.newest_number,
            QuestionRow.waiting_number,
            QuestionRow.checked_at,
            QuestionRow.grounds,
            QuestionVersion.number,
            QuestionVersion.created_at,
            QuestionVersion.content,
            QuestionVersion.author_id,
            WRITER.label("name"),
        )
        .join(QuestionVersion, QuestionVersion.question_id == QuestionRow.id)
        .outerjoin(Person, Person.id == QuestionVersion.author_id)
        .where(QuestionRow.course_id == course_id, QuestionRow.code == code)
        .order_by(QuestionVersion.number)
    )


def _uses(outline: Outline, question: Question, state: str) -> tuple[Use, ...]:
    uses = []
    for card in outline.quizzes.values():
        is_fixed = question.id in _fixed(card.quiz)
        may_be_drawn = state == "approved" and any(_fits(question, slot) for _section, slot in slots_of(card.quiz))
        if is_fixed or may_be_drawn:
            uses.append(Use(card.slug, card.title, is_fixed))
    return tuple(uses)


def _fixed(quiz: Quiz) -> set[str]:
    return {slot.question for _section, slot in slots_of(quiz) if slot.question}


def _fits(question: Question, slot: Slot) -> bool:
    """Whether a draw may give the question: an empty list of topics or pools means any, self-checks never."""
    return (
        not slot.question
        and question.pool != "self-check"
        and (not slot.topics or question.topic in slot.topics)
        and (not slot.pools or question.pool in slot.pools)
    )
