"""Question versions, from the process's memory: as a learner is shown them, and whole.

`ShownQuestion` has no field for the key or a rationale, so the page of an open attempt cannot leak one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from course_app.domain.drawing import alias_of
from course_app.domain.question_types.registry import TYPES
from course_app.domain.questions import Question
from course_app.extensions import read_connection
from course_app.formats.inline_html import inline_html
from course_app.formats.plain_json import from_plain
from course_app.models import question_bank
from course_app.models.question_bank import QuestionVersion
from course_app.queries.kept import kept, kept_many

IS_NEWEST_QUESTION_VERSION = (QuestionVersion.question_id == question_bank.Question.id) & (
    QuestionVersion.number == question_bank.Question.newest_number
)
"""Joins a question to its newest version."""


@dataclass(frozen=True)
class ShownQuestion:
    """What a learner may see before anything is released, its options in one displayed order.

    `options`: alias (by displayed position) and HTML of each. `control`, `ask` and `rule`: what its type says of the
    component, of what to do, and of the marks (empty where that is what the start page says of every question).
    """

    type: str
    control: str
    ask: str
    rule: str
    stem: Markup
    options: tuple[tuple[str, Markup], ...]


def question(version_id: int) -> Question:
    """The question of a version, key and rationales included: for grading and released results only."""
    return kept("question", version_id, lambda: _read([version_id])[version_id])


def questions(version_ids: Iterable[int]) -> dict[int, Question]:
    """Several at once, in one statement where they are not in memory yet."""
    return kept_many("question", version_ids, _read)


def shown_questions(items: Iterable[tuple[int, str]]) -> list[ShownQuestion]:
    """Questions as a learner sees them, each (version id, permanent letters in the order displayed)."""
    wanted = list(items)
    shown = kept_many("shown question", wanted, _show)
    return [shown[one] for one in wanted]


def shown_question(question: Question, order: str = "") -> ShownQuestion:
    """A question as a learner sees it, a draft too. `order`: permanent letters as displayed.

    Without it, as written where that gives nothing away. A draft whose type is not known yet is shown as a single one.
    """
    texts = {option.letter: option.text for option in question.options}
    kind = TYPES.get(question.type) or TYPES["single"]
    rule = next((one.rule for one in kind.credits if one.name == question.credit), kind.credits[0].rule)
    order = order or kind.shown("".join(texts), "".join(texts), question.fixed_order)
    return ShownQuestion(
        type=question.type,
        control=kind.control,
        ask=kind.ask,
        rule=rule if kind.ask else "",
        stem=stem_html(question.stem),
        options=tuple((alias_of(order, letter), inline_html(texts[letter])) for letter in order),
    )


def stem_html(stem: str) -> Markup:
    """A stem as phrasing content, fit for a legend; its paragraphs are parted by line breaks."""
    return Markup("<br><br>").join(inline_html(paragraph) for paragraph in stem.split("\n\n"))


def _show(items: list[tuple[int, str]]) -> dict[tuple[int, str], ShownQuestion]:
    content = questions(version for version, _order in items)
    return {(version, order): shown_question(content[version], order) for version, order in items}


def _read(version_ids: Iterable[int]) -> dict[int, Question]:
    statement = select(QuestionVersion.id, QuestionVersion.content).where(QuestionVersion.id.in_(version_ids))
    with read_connection() as connection:
        return {row.id: from_plain(Question, row.content) for row in connection.execute(statement)}
