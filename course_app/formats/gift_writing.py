"""GIFT, written; the grammar and what is read stand in `gift`.

Written: all four types, with the reasons of options as feedback, id, topic and every field. Texts are written as HTML
(`[html]`), since Moodle's own Markdown reads more than ours. Not carried, and said so: reasons in an ordering; that an
answer with several right options is all or nothing, which Moodle's own type does not know (it comes back all the
same); our Markdown's spelling, where emphasis was written in another than the usual way.
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from html import escape

from course_app.domain.question_types.multiple import RIGHT_MINUS_WRONG
from course_app.domain.question_types.ordering import ADJACENT_PAIRS
from course_app.domain.questions import Option, Question, key_of
from course_app.formats.foreign_markup import html_of
from course_app.formats.intake import losses_of, printed
from course_app.formats.question_tags import CATEGORY, tags_of

ALL_OR_NOTHING = (
    "Moodle gives parts of the point where several options are right; one wrong one takes all. Here it is all or "
    "nothing."
)
_SIGNS = re.compile(r"[\\~=#{}:]")
_AT_START = re.compile(r"^[%\[/]")


def write_gift(questions: Iterable[Question]) -> tuple[str, list[str]]:
    """The file, and what it does not carry."""
    questions, strange = printed(questions)
    topic, blocks = "", []
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            blocks.append(f"$CATEGORY: {CATEGORY}{topic}\n")
        blocks.append("\n".join(_lines(question)) + "\n")
    return "\n".join(blocks), losses_of(strange + [loss for question in questions for loss in _losses(question)])


def not_carried_by_moodle(question: Question) -> Iterator[tuple[str, str]]:
    """What Moodle would do otherwise than this platform."""
    if question.type == "multiple" and question.credit != RIGHT_MINUS_WRONG:
        yield question.id, ALL_OR_NOTHING


def weights_of(question: Question) -> list[Fraction]:
    """The percentages by which Moodle marks a question with several right options."""
    share = Fraction(100, len(key_of(question)) or 1)
    wrong = -share if question.credit == RIGHT_MINUS_WRONG else Fraction(-100)
    return [share if option.is_key else wrong for option in question.options]


def _losses(question: Question) -> Iterator[tuple[str, str]]:
    yield from not_carried_by_moodle(question)
    if question.type == "ordering" and any(option.rationale for option in question.options):
        yield question.id, "GIFT holds no reasons for the lines of an ordering."


def _lines(question: Question) -> Iterator[str]:
    notes = [f"[id:{_noted(question.id)}]"] if question.id else []
    notes += [f"[tag:{_noted(tag)}]" for tag in tags_of(question)]
    if notes:
        yield f"// {' '.join(notes)}"
    name = f"::{_guarded(question.id)}::" if question.id else ""
    yield f"{name}[html]{_written(question.stem)}{{{_WRITERS[question.type](question)}}}"


def _single(question: Question) -> str:
    return _choices(question, ["=" if option.is_key else "~" for option in question.options])


def _multiple(question: Question) -> str:
    return _choices(question, [f"~%{percent(weight)}%" for weight in weights_of(question)])


def _choices(question: Question, signs: list[str]) -> str:
    lines = [f"  {sign}{_choice(option)}" for sign, option in zip(signs, question.options, strict=True)]
    return "\n" + "\n".join(lines) + "\n"


def _choice(option: Option) -> str:
    text = _written(option.text, inline=True)
    return f"{text}#{_written(option.rationale)}" if option.rationale else text


def _true_false(question: Question) -> str:
    true, _ = question.options
    right, wrong = sorted(question.options, key=lambda option: not option.is_key)
    reasons = [_written(wrong.rationale), _written(right.rationale)]
    while reasons and not reasons[-1]:
        reasons.pop()
    return "#".join(["TRUE" if true.is_key else "FALSE", *reasons])


def _ordering(question: Question) -> str:
    marks = "RELATIVE_NEXT_EXCLUDE_LAST" if question.credit == ADJACENT_PAIRS else "ALL_OR_NOTHING"
    lines = [f"  {_written(option.text, inline=True)}" for option in question.options]
    return f">{len(lines)} ALL VERTICAL {marks} SHOW\n" + "\n".join(lines) + "\n"


_WRITERS = {"single": _single, "multiple": _multiple, "true-false": _true_false, "ordering": _ordering}


def percent(weight: Fraction) -> str:
    """A percentage as Moodle writes it: five places at most."""
    return f"{float(weight):.5f}".rstrip("0").rstrip(".")


def _written(text: str, *, inline: bool = False) -> str:
    """A text as HTML without signs that GIFT reads; at its start `%` would be a weight, `[` a form, `/` a comment."""
    html = html_of(text, inline=inline)
    return _guarded(_AT_START.sub(lambda found: f"&#{ord(found[0])};", html))


def _guarded(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _noted(value: str) -> str:
    """A value within the brackets of a comment."""
    return escape(value, quote=False).replace("\\", "&#92;").replace("]", "\\]")
