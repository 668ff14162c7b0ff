"""Part of a publication: questions and quizzes of the text, within the publication's transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.content_hash import content_hash
from course_app.domain.questions import Question
from course_app.domain.quiz_revisions import quiz_changes
from course_app.domain.quizzes import Quiz
from course_app.domain.revisions import Kept, changes
from course_app.formats.course_text import CourseText
from course_app.formats.plain_json import from_plain, to_hash, to_plain
from course_app.models import catalogue, question_bank, quizzes
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION
from course_app.services.publishing_approvals import note_approval


def publish_questions(session: Session, course_id: int, text: CourseText, now: datetime) -> dict[str, Any]:
    """Bring the bank to what the text says; counts by what happened, and what the site keeps."""
    course = text.groundwork
    table = question_bank.Question
    known = {row.code: row for row in session.scalars(select(table).where(table.course_id == course_id))}
    counts: dict[str, Any] = {"new": 0, "changed": 0, "unchanged": 0, "retired": 0}
    versions = _versions(session, course_id)
    edited_on_site = []
    for code, question in text.questions.items():
        row = known.pop(code, None)
        if row is not None and row.origin == "site":
            edited_on_site.append((row, question))
            continue
        row, happened = _publish_question(session, course_id, row, question, versions, now)
        note_approval(row, question, text.reviews.get(code), course, now, is_changed=happened != "unchanged")
        counts[happened] += 1
    for row in known.values():
        if row.origin == "text" and row.state != "retired":
            row.state = "retired"
            counts["retired"] += 1
    return counts | {"kept": _kept_questions(session, edited_on_site)}


def _kept_questions(session: Session, edited: Sequence[tuple[question_bank.Question, Question]]) -> tuple[Kept, ...]:
    """Questions of the site, each with the text's, compared."""
    table = question_bank.QuestionVersion
    rows = session.execute(
        select(table.question_id, table.content)
        .join(question_bank.Question, IS_NEWEST_QUESTION_VERSION)
        .where(table.question_id.in_([row.id for row, _text in edited]))
    )
    content = {row.question_id: from_plain(Question, row.content) for row in rows}
    return tuple(Kept(row.code, changes(text, content[row.id])) for row, text in edited)


def _versions(session: Session, course_id: int) -> dict[int, dict[str, int]]:
    """By question, the number of each of its versions by content hash."""
    table, found = question_bank.QuestionVersion, defaultdict(dict)
    rows = session.execute(
        select(table.question_id, table.number, table.content_hash)
        .join(question_bank.Question, question_bank.Question.id == table.question_id)
        .where(question_bank.Question.course_id == course_id)
    )
    for row in rows:
        found[row.question_id][row.content_hash] = row.number
    return found


def _publish_question(
    session: Session,
    course_id: int,
    row: question_bank.Question | None,
    question: Question,
    versions: Mapping[int, Mapping[str, int]],
    now: datetime,
) -> tuple[question_bank.Question, str]:
    """Its row, and whether it is new, changed or unchanged."""
    is_new = row is None
    if row is None:
        row = question_bank.Question(
            course_id=course_id, code=question.id, topic=question.topic, pool=question.pool, newest_number=1
        )
        session.add(row)
        session.flush()
    digest = content_hash(to_hash(question))
    known = versions.get(row.id, {})
    was = (row.newest_number, row.state)
    row.topic, row.pool, row.state = question.topic, question.pool, "approved"
    row.type, row.credit = question.type, question.credit
    row.newest_number = known.get(digest) or max(known.values(), default=0) + 1
    if digest not in known:
        session.add(
            question_bank.QuestionVersion(
                question_id=row.id,
                number=row.newest_number,
                content_hash=digest,
                content=to_plain(question),
                created_at=now,
            )
        )
    if is_new:
        return row, "new"
    return row, "unchanged" if was == (row.newest_number, row.state) else "changed"


def publish_quizzes(
    session: Session, course_id: int, texts: Mapping[str, Quiz], now: datetime
) -> tuple[dict[str, Any], list[int]]:
    """Bring the quizzes to what the text says; counts, and the ids of the versions that new attempts take."""
    table = quizzes.Quiz
    known = {row.slug: row for row in session.scalars(select(table).where(table.course_id == course_id))}
    counts: dict[str, Any] = {"new": 0, "changed": 0, "unchanged": 0, "retired": 0}
    listed = _listed(session, course_id)
    edited_on_site, version_ids = [], []
    for slug, quiz in texts.items():
        row = known.pop(slug, None)
        if row is None:
            row = table(course_id=course_id, slug=slug)
            session.add(row)
            session.flush()
        if row.origin == "site":
            edited_on_site.append((row, quiz))
            version_ids += listed.get(row.id, [])
            continue
        row.retired_at = None
        version_id, happened = _quiz_version(session, row.id, quiz, now)
        version_ids.append(version_id)
        counts[happened] += 1
    for row in known.values():
        if row.origin == "site":
            version_ids += listed.get(row.id, [])
        elif row.retired_at is None:
            row.retired_at = now
            counts["retired"] += 1
    return counts | {"kept": _kept_quizzes(session, edited_on_site)}, version_ids


def _kept_quizzes(session: Session, edited: Sequence[tuple[quizzes.Quiz, Quiz]]) -> tuple[Kept, ...]:
    """Quizzes of the site in the version saved last, published or not, each with the text's, compared."""
    table = quizzes.QuizVersion
    rows = session.execute(
        select(table.quiz_id, table.content)
        .where(table.quiz_id.in_([row.id for row, _text in edited]))
        .order_by(table.number)
    )
    content = {row.quiz_id: from_plain(Quiz, row.content) for row in rows}
    return tuple(Kept(row.slug, quiz_changes(text, content[row.id])) for row, text in edited)


def _quiz_version(session: Session, quiz_id: int, quiz: Quiz, now: datetime) -> tuple[int, str]:
    table = quizzes.QuizVersion
    digest = content_hash(to_hash(quiz))
    versions = session.scalars(select(table).where(table.quiz_id == quiz_id).order_by(table.number)).all()
    for version in versions:
        if version.content_hash == digest:
            return version.id, "unchanged"
    version = table(
        quiz_id=quiz_id,
        number=len(versions) + 1,
        content_hash=digest,
        content=to_plain(quiz),
        created_at=now,
    )
    session.add(version)
    session.flush()
    return version.id, "changed" if versions else "new"


def _listed(session: Session, course_id: int) -> dict[int, list[int]]:
    """By quiz, the version that the course's newest version lists: what was saved on the site may not be published."""
    version, listed, course = quizzes.QuizVersion, catalogue.CourseVersionQuiz, catalogue.CourseVersion
    rows = session.execute(
        select(version.quiz_id, version.id)
        .join(listed, listed.quiz_version_id == version.id)
        .join(course, course.id == listed.course_version_id)
        .join(catalogue.Course, catalogue.Course.id == course.course_id)
        .where(course.course_id == course_id, course.number == catalogue.Course.newest_number)
    )
    return {row.quiz_id: [row.id] for row in rows}
