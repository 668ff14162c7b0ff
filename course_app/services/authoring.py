"""Write questions on the site: immutable versions, permanent letters, nothing overwritten unseen.

What is saved here belongs to the site from then on (`origin` "site"): publishing the course's text keeps it.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from course_app.domain.content_hash import content_hash
from course_app.domain.errors import RuleBroken
from course_app.domain.questions import STATES, Fault, Question, lettered
from course_app.domain.reviews import seal_of
from course_app.formats.plain_json import from_plain, to_hash, to_plain
from course_app.models import Course, QuestionVersion
from course_app.models import Question as QuestionRow
from course_app.queries.authored_questions import faults_in
from course_app.queries.catalogue import Outline
from course_app.queries.grounds import current_grounds
from course_app.services.authoring_use import refuse_what_breaks_a_quiz
from course_app.services.ledgers import audit
from course_app.services.transaction import held, hold, transaction

OWN_CODE = re.compile(r"Q([0-9]+)")


class QuestionNotFound(RuleBroken):
    """There is no such question in the course."""


class UnknownState(RuleBroken):
    """A question cannot be that."""


class NotWellFormed(RuleBroken):
    """The question cannot be kept as it is; `faults` say where and why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(fault.sentence for fault in faults))
        self.faults = faults


class EditedMeanwhile(RuleBroken):
    """Somebody else's version came first."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Somebody saved version {number} of this question while you were writing. Nothing of yours is lost, and "
            "nothing of theirs was overwritten. Compare the two below; what you save now replaces theirs."
        )
        self.number = number


class TextChangedMeanwhile(RuleBroken):
    """What the question stands on is not what was looked at."""


class LettersUsedUp(RuleBroken):
    """Letters of options are never used twice, and there are 26."""


@dataclass(frozen=True)
class SavedQuestion:
    """The question's code and version in use; `is_new`: whether saving changed anything."""

    code: str
    number: int
    is_new: bool


def add_question(actor_id: int, outline: Outline, draft: Question, now: datetime) -> SavedQuestion:
    """Put a question into the bank, as a draft that nobody is asked and may lack something. Raises NotWellFormed."""
    refuse_faults(outline, draft, may_lack=True)
    with transaction() as session:
        code = _free_code(session, outline.course_id)
        question = lettered(replace(draft, id=code), kept=(), used=())
        row = QuestionRow(
            course_id=outline.course_id,
            code=code,
            origin="site",
            state="draft",
            topic=question.topic,
            pool=question.pool,
            type=question.type,
            credit=question.credit,
            newest_number=1,
            grounds=to_plain(current_grounds(outline, question)),
        )
        session.add(row)
        session.flush()
        _add_version(session, row.id, 1, question, actor_id, now)
        audit(session, actor_id, "question written", f"question {row.id}", now, reason=f"{code}, version 1")
        return SavedQuestion(code, 1, is_new=True)


def edit_question(
    actor_id: int, outline: Outline, code: str, opened: int, draft: Question, now: datetime
) -> SavedQuestion:
    """Save a new version of a question that was opened at version `opened`; the same content changes nothing.

    Raises QuestionNotFound, NotWellFormed, EditedMeanwhile, LettersUsedUp, or what a quiz would be broken by.
    """
    with transaction() as session:
        row = _question(session, outline.course_id, code)
        refuse_faults(outline, draft, may_lack=row.state == "draft")
        if row.newest_number != opened:
            raise EditedMeanwhile(row.newest_number)
        versions = _versions(session, row.id)
        question = _with_letters(replace(draft, id=code), versions, opened)
        digest = content_hash(to_hash(question))
        known = {version.content_hash: version.number for version in versions}
        number = known.get(digest, max(known.values()) + 1)
        if number == row.newest_number:
            return SavedQuestion(code, number, is_new=False)
        if row.state == "approved":
            refuse_what_breaks_a_quiz(session, outline, question)
        if digest not in known:
            _add_version(session, row.id, number, question, actor_id, now)
        _become_the_sites(session, row, actor_id, now)
        row.topic, row.pool, row.newest_number = question.topic, question.pool, number
        row.type, row.credit = question.type, question.credit
        _approve(row, outline, question, now)
        audit(session, actor_id, "question edited", f"question {row.id}", now, reason=f"{code}, version {number}")
        return SavedQuestion(code, number, is_new=True)


def set_state(actor_id: int, outline: Outline, code: str, state: str, now: datetime) -> None:
    """Approve a question, take it back to a draft, or retire it; what learners answered is kept.

    Raises QuestionNotFound, UnknownState, NotWellFormed for a draft that still lacks something, or what a quiz would be
    broken by.
    """
    if state not in STATES:
        raise UnknownState("A question is a draft, in review, in use or retired.")
    with transaction() as session:
        row = _question(session, outline.course_id, code)
        if row.state == state:
            return
        if row.state == "approved":
            refuse_what_breaks_a_quiz(session, outline, None, without=code)
        current = _current(session, row)
        if state in ("approved", "in-review"):
            refuse_faults(outline, current, may_lack=False)
        was, row.state = row.state, state
        if state == "approved":
            _approve(row, outline, current, now)
        _become_the_sites(session, row, actor_id, now)
        audit(session, actor_id, "question state changed", f"question {row.id}", now, reason=f"{code}, {was} → {state}")


def check_question(actor_id: int, outline: Outline, code: str, number: int, seal: str, now: datetime) -> None:
    """Note that a question, looked at in version `number`, is right by what it stands on now: it is stale no more.

    `seal`: of the grounds that were looked at. Raises QuestionNotFound, EditedMeanwhile or TextChangedMeanwhile.
    Nothing is changed of the question, so that it stays the text's.
    """
    with transaction() as session:
        row = _question(session, outline.course_id, code)
        if row.newest_number != number:
            raise EditedMeanwhile(row.newest_number)
        question = _current(session, row)
        if seal_of(current_grounds(outline, question)) != seal:
            raise TextChangedMeanwhile("The course’s text changed while you were reading.")
        _approve(row, outline, question, now)
        audit(session, actor_id, "question checked", f"question {row.id}", now, reason=f"{code}, version {number}")


def refuse_faults(outline: Outline, question: Question, *, may_lack: bool) -> None:
    """Raise NotWellFormed for a question that cannot be graded or does not fit its course."""
    faults = faults_in(outline, question)
    if may_lack:
        faults = [fault for fault in faults if not fault.is_lacking]
    if faults:
        raise NotWellFormed(faults)


def _question(session: Session, course_id: int, code: str) -> QuestionRow:
    row = held(session, select(QuestionRow).where(QuestionRow.course_id == course_id, QuestionRow.code == code))
    if row is None:
        raise QuestionNotFound("There is no such question.")
    return row


def _current(session: Session, row: QuestionRow) -> Question:
    """The version in use."""
    newest = (QuestionVersion.question_id == row.id) & (QuestionVersion.number == row.newest_number)
    return from_plain(Question, session.execute(select(QuestionVersion.content).where(newest)).scalar_one())


def _approve(row: QuestionRow, outline: Outline, question: Question, now: datetime) -> None:
    """Remember what the question stands on: until that changes it is not stale."""
    row.grounds, row.checked_at = to_plain(current_grounds(outline, question)), now


def _versions(session: Session, question_id: int) -> list[Row]:
    table = QuestionVersion
    statement = select(table.number, table.content_hash, table.content).where(table.question_id == question_id)
    return list(session.execute(statement.order_by(table.number)))


def _with_letters(draft: Question, versions: list[Row], opened: int) -> Question:
    """The draft with the letters that its options had in the version it was opened on, new ones for the others."""
    letters = {
        version.number: [option.letter for option in from_plain(Question, version.content).options]
        for version in versions
    }
    try:
        return lettered(draft, letters[opened], [letter for one in letters.values() for letter in one])
    except ValueError as error:
        raise LettersUsedUp(
            "This question has had 26 options in all its versions, and no letter is used twice. "
            "Write it as a new question instead; what you typed is kept here."
        ) from error


def _add_version(
    session: Session, question_id: int, number: int, question: Question, actor_id: int, now: datetime
) -> None:
    session.add(
        QuestionVersion(
            question_id=question_id,
            number=number,
            content_hash=content_hash(to_hash(question)),
            content=to_plain(question),
            author_id=actor_id,
            created_at=now,
        )
    )


def _become_the_sites(session: Session, row: QuestionRow, actor_id: int, now: datetime) -> None:
    if row.origin == "text":
        row.origin = "site"
        audit(session, actor_id, "question taken over by the site", f"question {row.id}", now, reason=row.code)


def _free_code(session: Session, course_id: int) -> str:
    """Q1, Q2, …: one more than the greatest ever given in the course."""
    hold(session, select(Course.id).where(Course.id == course_id))
    codes = session.scalars(select(QuestionRow.code).where(QuestionRow.course_id == course_id))
    numbers = [int(match[1]) for code in codes if (match := OWN_CODE.fullmatch(code))]
    return f"Q{max(numbers, default=0) + 1}"
