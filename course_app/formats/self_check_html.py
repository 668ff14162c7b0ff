"""A self-check question within a lesson: every option a fold-out with its rationale, nothing recorded, no script.

Options stand in authored order with the letters A, B, C …; opening one closes the others, where one answer is right.
"""

import re
from html import escape

from course_app.domain.courses import Passage
from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import Option, Question
from course_app.formats.inline_html import inline_html, paragraphs_html
from course_app.formats.lesson_notes import CHEVRON

_CORRECT = re.compile(r"\A\s*correct[.:!]\s*", re.IGNORECASE)

_WRONG = re.compile(r"\A\s*(not this|wrong|incorrect|no[,.])", re.IGNORECASE)


def self_check_html(question: Question, passages: tuple[Passage, ...], title: str) -> str:
    """The question as a section named `title`; its key links to the first of the lesson's passages on its claims."""
    name = escape(f"self-check-{question.id}")
    is_single = type_of(question).control == "one"
    hint = "Open one; nothing is recorded." if is_single else "More than one may be right. Nothing is recorded."
    group = f' name="{name}-options"' if is_single else ""
    teaching = next((passage.id for passage in passages if _teaches(passage, question)), "")
    options = [_option_html(option, group, teaching) for option in question.options]
    return (
        f'<section class="check ui" id="{name}" aria-labelledby="{name}-title">\n'
        f'<h2 id="{name}-title">{escape(title)}</h2>\n'
        f'{paragraphs_html(question.stem)}\n<p class="hint">{hint}</p>\n' + "\n".join(options) + "\n</section>"
    )


def _teaches(passage: Passage, question: Question) -> bool:
    return not set(passage.claims).isdisjoint(question.claims)


def _option_html(option: Option, group: str, teaching: str) -> str:
    """The option as a fold-out; its rationale begins with whether it is right, unless a wrong one's says so itself."""
    summary = f"<b>{escape(option.letter.upper())}</b><span>{inline_html(option.text)}</span> {CHEVRON}"
    rationale = inline_html(option.rationale)
    if option.is_key:
        back = f' <a href="#{escape(teaching)}">The sentence in the text</a>' if teaching else ""
        rationale = f"<strong>Correct.</strong> {inline_html(_CORRECT.sub('', option.rationale))}{back}"
    elif not _WRONG.match(option.rationale):
        rationale = f"<strong>Not this one.</strong> {rationale}"
    return f"<details{group}><summary>{summary}</summary><p>{rationale}</p></details>"
