"""Write questions on the site: immutable versions, permanent letters, nothing overwritten unseen.

What is saved here belongs to the site from then on (`origin` "site"): publishing the course's text keeps it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from course_app.domain.content_hash import content_hash
from course_app.domain.errors import RuleBroken
from course_app.domain.images import faults_of_unknown, images_of
from course_app.domain.questions import Fault, Question, lettered
from course_app.domain.reviewing import Actor, is_done, waits_for_approval
from course_app.domain.reviews import seal_of
from course_app.formats.plain_json import from_plain, to_hash, to_plain
from course_app.models import Course
from course_app.models import Question as QuestionRow
from course_app.queries.authored_questions import faults_in
from course_app.queries.catalogue import Outline
from course_app.queries.grounds import current_grounds
from course_app.queries.question_images import known_images
from course_app.services.approving import content_of, head_of, item_of, note_approval, refuse_step
from course_app.services.authoring_use import refuse_what_breaks_a_quiz
from course_app.services.authoring_versions import (
    add_version,
    become_the_sites,
    free_number,
    new_row,
    put_to_use,
    versions_of,
    with_letters,
)
from course_app.services.indexing import index_question
from course_app.services.ledgers import audit
from course_app.services.transaction import held, hold, transaction


class QuestionNotFound(RuleBroken):
    """There is no such question in the course."""


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


class CodeTaken(RuleBroken):
    """Another question of the course has that code."""


class TextChangedMeanwhile(RuleBroken):
    """What the question stands on is not what was looked at."""


@dataclass(frozen=True)
class SavedQuestion:
    """The question's code and version in use; `is_new`: whether saving changed anything."""

    code: str
    number: int
    is_new: bool


@dataclass(frozen=True)
class Reviewing:
    """In what part somebody takes a step, as an instructor or as a reviewer, and what they note about it."""

    may_edit: bool = True
    note: str = ""


EDITING = Reviewing()


def add_question(actor_id: int, outline: Outline, draft: Question, now: datetime) -> SavedQuestion:
    """Put a question into the bank, as a draft that nobody is asked and may lack something. Raises NotWellFormed."""
    with transaction() as session:
        return add_in(session, actor_id, outline, draft, now)


def add_in(
    session: Session, actor_id: int, outline: Outline, draft: Question, now: datetime, *, code: str = ""
) -> SavedQuestion:
    """The same within a transaction; `code`: what it is to be called, "" for the next free number. Raises CodeTaken."""
    refuse_faults(outline, draft, may_lack=True)
    code = _own_code(session, outline.course_id, code) if code else _free_code(session, outline.course_id)
    question = lettered(replace(draft, id=code), kept=(), used=())
    row = new_row(outline, question)
    session.add(row)
    session.flush()
    add_version(session, row.id, 1, question, actor_id, now)
    audit(session, actor_id, "question written", f"question {row.id}", now, reason=f"{code}, version 1")
    index_question(session, outline, row, now)
    return SavedQuestion(code, 1, is_new=True)


def edit_question(
    actor_id: int, outline: Outline, code: str, opened: int, draft: Question, now: datetime
) -> SavedQuestion:
    """Save a new version of a question that was opened at version `opened`; the same content changes nothing.

    A safety item in use stays in use as it was: its new version waits for somebody's approval. Raises QuestionNotFound,
    NotWellFormed, EditedMeanwhile, LettersUsedUp, or what a quiz would be broken by.
    """
    with transaction() as session:
        return edit_in(session, actor_id, outline, code, opened, draft, now)


def edit_in(
    session: Session,
    actor_id: int,
    outline: Outline,
    code: str,
    opened: int,
    draft: Question,
    now: datetime,
    *,
    of_any: bool = False,
) -> SavedQuestion:
    """The same within a transaction; `of_any`: the draft's letters are those of any version, not of `opened` alone."""
    row = _question(session, outline.course_id, code)
    refuse_faults(outline, draft, may_lack=row.state == "draft")
    newest = head_of(row)
    if newest != opened:
        raise EditedMeanwhile(newest)
    versions = versions_of(session, row.id)
    question = with_letters(replace(draft, id=code), versions, None if of_any else opened)
    return _keep(session, outline, row, question, versions, actor_id, now)


def restore_question(
    actor_id: int, outline: Outline, code: str, opened: int, number: int, now: datetime
) -> SavedQuestion:
    """Make version `number` the newest again, as it is; `opened`: the newest one that was looked at.

    Raises QuestionNotFound, EditedMeanwhile, NotWellFormed, or what a quiz would be broken by.
    """
    with transaction() as session:
        row = _question(session, outline.course_id, code)
        if head_of(row) != opened:
            raise EditedMeanwhile(head_of(row))
        versions = versions_of(session, row.id)
        older = next((one.content for one in versions if one.number == number), None)
        if older is None:
            raise QuestionNotFound("There is no such version.")
        question = from_plain(Question, older)
        refuse_faults(outline, question, may_lack=row.state == "draft")
        return _keep(session, outline, row, question, versions, actor_id, now)


def set_state(
    actor_id: int, outline: Outline, code: str, state: str, now: datetime, *, seen: int = 0, by: Reviewing = EDITING
) -> None:
    """Approve a question's newest version, ask for its review, take it back, or retire it; every answer is kept.

    `seen`: the version that was looked at, 0 for any. Raises QuestionNotFound, EditedMeanwhile, StepRefused,
    NotWellFormed for a draft that still lacks something, or what a quiz would be broken by.
    """
    actor = Actor(actor_id, by.may_edit)
    with transaction() as session:
        row = _question(session, outline.course_id, code)
        number = head_of(row)
        if seen not in (0, number):
            raise EditedMeanwhile(number)
        newest, used = content_of(session, row, number), content_of(session, row, row.newest_number)
        item = item_of(session, row, newest, used)
        if is_done(item, state):
            return
        refuse_step(item, state, actor, by.note)
        if state in ("approved", "in-review"):
            refuse_faults(outline, newest, may_lack=False)
        if row.state == "approved":
            refuse_what_breaks_a_quiz(session, outline, newest if state == "approved" else None, without=code)
        if state == "approved":
            note_approval(session, row, item, actor, by.note, now)
            _approve(row, outline, newest, now)
        said = f"{code}, {row.state} → {state}" if row.state != state else f"{code}, version {number} approved"
        row.state = state
        put_to_use(row, number, newest)
        become_the_sites(session, row, actor_id, now)
        audit(session, actor_id, "question state changed", f"question {row.id}", now, reason=said)
        index_question(session, outline, row, now)


def check_question(actor_id: int, outline: Outline, code: str, number: int, seal: str, now: datetime) -> None:
    """Note that a question, looked at in version `number`, is right by what it stands on now: it is stale no more.

    `seal`: of the grounds that were looked at. Raises QuestionNotFound, EditedMeanwhile or TextChangedMeanwhile.
    Nothing is changed of the question, so that it stays the text's.
    """
    with transaction() as session:
        row = _question(session, outline.course_id, code)
        if row.newest_number != number:
            raise EditedMeanwhile(row.newest_number)
        question = content_of(session, row, number)
        if seal_of(current_grounds(outline, question)) != seal:
            raise TextChangedMeanwhile("The course’s text changed while you were reading.")
        _approve(row, outline, question, now)
        audit(session, actor_id, "question checked", f"question {row.id}", now, reason=f"{code}, version {number}")
        index_question(session, outline, row, now)


def refuse_faults(outline: Outline, question: Question, *, may_lack: bool) -> None:
    """Raise NotWellFormed for a question that cannot be graded or does not fit its course."""
    known = known_images(outline.course_id, images_of(question))
    faults = faults_in(outline, question) + faults_of_unknown(question, known)
    if may_lack:
        faults = [fault for fault in faults if not fault.is_lacking]
    if faults:
        raise NotWellFormed(faults)


def _question(session: Session, course_id: int, code: str) -> QuestionRow:
    row = held(session, select(QuestionRow).where(QuestionRow.course_id == course_id, QuestionRow.code == code))
    if row is None:
        raise QuestionNotFound("There is no such question.")
    return row


def _keep(
    session: Session,
    outline: Outline,
    row: QuestionRow,
    question: Question,
    versions: list[Row],
    actor_id: int,
    now: datetime,
) -> SavedQuestion:
    """Make this the newest version: one that says the same already, or a new one."""
    digest = content_hash(to_hash(question))
    known = {version.content_hash: version.number for version in versions}
    number = known.get(digest, max(known.values()) + 1)
    if number == head_of(row):
        return SavedQuestion(row.code, number, is_new=False)
    if digest not in known:
        add_version(session, row.id, number, question, actor_id, now)
    become_the_sites(session, row, actor_id, now)
    waits = _put_in_place(session, outline, row, number, question, now)
    said = f"{row.code}, version {number}{', to be approved' if waits else ''}"
    audit(session, actor_id, "question edited", f"question {row.id}", now, reason=said)
    index_question(session, outline, row, now)
    return SavedQuestion(row.code, number, is_new=True)


def _put_in_place(
    session: Session, outline: Outline, row: QuestionRow, number: int, question: Question, now: datetime
) -> bool:
    """Make a version the one in use or the one that waits for its approval; whether it waits."""
    is_in_use = row.state == "approved"
    if is_in_use and number != row.newest_number:
        if waits_for_approval(content_of(session, row, row.newest_number), question):
            row.waiting_number = number
            return True
        refuse_what_breaks_a_quiz(session, outline, question)
    if number != row.newest_number:
        _approve(row, outline, question, now)
    put_to_use(row, number, question)
    return False


def _approve(row: QuestionRow, outline: Outline, question: Question, now: datetime) -> None:
    """Remember what the question stands on: until that changes it is not stale."""
    row.grounds, row.checked_at = to_plain(current_grounds(outline, question)), now


def _own_code(session: Session, course_id: int, code: str) -> str:
    """The code, if no question of the course has it."""
    hold(session, select(Course.id).where(Course.id == course_id))
    own = (QuestionRow.course_id == course_id) & (QuestionRow.code == code)
    if session.scalar(select(QuestionRow.id).where(own)) is not None:
        raise CodeTaken(f"There is a question {code} in the bank already. Give the new one another id.")
    return code


def _free_code(session: Session, course_id: int) -> str:
    """Q1, Q2, …: one more than the greatest ever given in the course."""
    hold(session, select(Course.id).where(Course.id == course_id))
    codes = session.scalars(select(QuestionRow.code).where(QuestionRow.course_id == course_id))
    return f"Q{free_number(codes)}"
