"""Questions as one text to be edited: the text, and what saving it would do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select

from course_app.domain.questions import Option, Question
from course_app.domain.revisions import changes
from course_app.domain.text_edits import LineFault, Opened, Shelf, Text, TextPlan, Written, planned
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.formats.question_text import parse_question_text, write_questions
from course_app.models import Question as QuestionRow
from course_app.models import QuestionVersion
from course_app.queries.bank_choice import HEAD, newest_contents
from course_app.queries.catalogue import Outline

NAME = "text"


def text_of(outline: Outline, codes: Sequence[str]) -> tuple[str, dict[str, int]]:
    """The questions as text, in the order of their codes given, and by code the version that it tells."""
    newest = newest_contents(outline.course_id, codes)
    known = [code for code in codes if code in newest]
    return write_questions(newest[code][1] for code in known), {code: newest[code][0] for code in known}


def text_plan(outline: Outline, text: str, opened: Mapping[str, int]) -> TextPlan:
    """What saving the text would do; `opened`: by code the version that it told when it was opened."""
    read = read_text(text)
    rows = _rows(outline.course_id, {*opened, *read.codes})
    known = {code: _opened(rows[code], opened[code]) for code in opened if code in rows}
    shelf = Shelf(known, rows.keys() - known.keys(), dict(outline.course.topics), outline.claims)
    return planned(read, shelf)


def read_text(text: str) -> Text:
    """The questions of a text, and what is wrong in it by its lines."""
    intake = parse_question_text(text, NAME)
    written = [Written(one.line, _named(one.question, one.source_id)) for one in intake.taken]
    problems = [*intake.problems, *(problem for one in intake.rejected for problem in one.problems)]
    faults = [LineFault(one.line, one.message) for one in problems]
    codes = [*(one.question.id for one in written), *(one.label for one in intake.rejected)]
    return Text(written, codes, faults)


def _named(question: Question, code: str) -> Question:
    """The question under the id that it has in the text, though it stands there twice."""
    return question if question.id else replace(question, id=code)


def _rows(course_id: int, codes: Collection[str]) -> dict[str, list[Any]]:
    """Every version of those questions, the eldest first, by code."""
    found: dict[str, list[Any]] = {}
    with read_connection() as connection:
        for row in connection.execute(_versions(course_id, codes)):
            found.setdefault(row.code, []).append(row)
    return found


def _versions(course_id: int, codes: Collection[str]) -> Select[Any]:
    return (
        select(
            QuestionRow.code,
            QuestionRow.state,
            QuestionRow.newest_number,
            HEAD.label("head"),
            QuestionVersion.number,
            QuestionVersion.content,
        )
        .join(QuestionVersion, QuestionVersion.question_id == QuestionRow.id)
        .where(QuestionRow.course_id == course_id, QuestionRow.code.in_(codes))
        .order_by(QuestionRow.code, QuestionVersion.number)
    )


def _opened(rows: Sequence[Any], number: int) -> Opened:
    """A question that was opened at a version; at the newest, if it never had that one."""
    versions = {row.number: from_plain(Question, row.content) for row in rows}
    first = rows[0]
    newest = versions[first.head]
    was = versions.get(number, newest)
    return Opened(
        number=first.head,
        state=first.state,
        was=_as_text(was),
        newest=newest,
        used=versions[first.newest_number],
        theirs=changes(was, newest),
        options=_options(newest, was),
        letters=frozenset(option.letter for one in versions.values() for option in one.options),
    )


def _options(newest: Question, was: Question) -> tuple[Option, ...]:
    """The newest's, and those of the other whose letters the newest has no more."""
    letters = {option.letter for option in newest.options}
    return (*newest.options, *(option for option in was.options if option.letter not in letters))


def _as_text(question: Question) -> Question:
    """The question as its own text is read: with tidy texts, its options lettered by position."""
    written = read_text(write_questions([question])).written
    return written[0].question if written else question
