"""Aiken, the plainest format: a question, its options, the letter of the right one. Read and written.

    How long can soreness last?
    A. 6 hours
    B. 72 hours
    ANSWER: B

    item   = question { question } option option { option } "ANSWER:" letter
    option = letter ( "." | ")" ) text         capital letters from A on, without gaps

Read: questions with one right option; two options “True” and “False” make a statement that is true or false. Blank
lines between items are not needed. Texts are plain: no sign is markup.
Rejected: an item without ANSWER, or whose ANSWER names no option or several; letters with gaps; other lines.
Written: questions of the types single and true or false, their paragraphs joined to one line.
Not carried, and said so: the other types; reasons, ids, topics and every other field; emphasis, line ends; fixed order;
texts that would be misread as an option or an answer. Such questions are left out, the others lose these things.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from course_app.domain.question_types.true_false import TEXTS
from course_app.domain.questions import LETTERS, Question
from course_app.formats.foreign_markup import has_markup, markdown_of, words_of
from course_app.formats.foreign_text import Unfit, text_of
from course_app.formats.intake import Draft, Intake, Item, intake_of, losses_of, printed

_OPTION = re.compile(r"\s*([A-Z])[.)]\s+(.*)")
_ANSWER = re.compile(r"\s*ANSWER\s*:\s*(.*)")


def parse_aiken(data: bytes | str, name: str) -> Intake:
    """Every run of lines up to an ANSWER is an item, and so are lines that no ANSWER follows."""
    return intake_of(name, lambda: [_item(one) for one in _read(text_of(data)) if one.line])


def write_aiken(questions: Iterable[Question]) -> tuple[str, list[str]]:
    """The file, and what it does not carry."""
    questions, strange = printed(questions)
    texts = ["\n".join(_lines(one)) + "\n" for one in questions if not _why_left_out(one)]
    return "\n".join(texts), losses_of(strange + [loss for one in questions for loss in _losses(one)])


@dataclass
class _Lines:
    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[tuple[int, str, str]] = field(default_factory=list)
    answer: str | None = None
    answer_line: int = 0
    strange: int = 0


def _read(text: str) -> Iterator[_Lines]:
    item, was_blank = _Lines(), False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            was_blank = True
            continue
        if was_blank and item.options and not _ANSWER.match(line) and not _OPTION.match(line):
            yield item
            item = _Lines()
        was_blank = False
        item.line = item.line or number
        if answer := _ANSWER.match(line):
            item.answer, item.answer_line = answer[1].strip(), number
            yield item
            item = _Lines()
        elif option := _OPTION.match(line):
            item.options.append((number, option[1], option[2].strip()))
        elif item.options:
            item.strange = item.strange or number
        else:
            item.stem.append(line.strip())
    yield item


def _item(lines: _Lines) -> Item:
    return Item(lines.line, " ".join(lines.stem)[:60], partial(_draft, lines))


def _draft(item: _Lines) -> Draft:
    draft = Draft(item.line)
    if item.strange:
        raise Unfit("This line is neither an option (`A. text`) nor the ANSWER.", item.strange)
    if item.answer is None:
        raise Unfit("No line `ANSWER: A` follows its options, so nothing says which is right.")
    for place, (line, letter, _) in enumerate(item.options):
        if place >= len(LETTERS) or letter != LETTERS[place].upper():
            raise Unfit(f"Option {letter} stands out of order: the letters run A, B, C … without gaps.", line)
    if item.answer not in [letter for _, letter, _ in item.options]:
        raise Unfit(
            f"ANSWER names “{item.answer[:40]}”; one letter of an option of this question is wanted.", item.answer_line
        )
    draft.stem = markdown_of("\n".join(item.stem), "plain")
    for _, letter, text in item.options:
        draft.add(markdown_of(text, "plain", inline=True), is_key=letter == item.answer)
    return draft


def _lines(question: Question) -> Iterator[str]:
    yield words_of(question.stem)
    for letter, option in zip(LETTERS.upper(), question.options, strict=False):
        yield f"{letter}. {words_of(option.text)}"
    yield from (
        f"ANSWER: {letter}" for letter, one in zip(LETTERS.upper(), question.options, strict=False) if one.is_key
    )


def _why_left_out(question: Question) -> str:
    if question.type not in ("single", "true-false"):
        return "Aiken holds questions with one right option only; these are left out."
    stem = words_of(question.stem)
    if _OPTION.match(stem) or _ANSWER.match(stem):
        return "Their text begins as an option or an answer does in Aiken; they are left out."
    if not stem or not all(words_of(option.text) for option in question.options):
        return "A text of theirs is empty in plain words; they are left out."
    options = [words_of(option.text).casefold() for option in question.options]
    if len(set(options)) < len(options):
        return "Two options of theirs say the same in plain words; they are left out."
    return ""


def _losses(question: Question) -> Iterator[tuple[str, str]]:
    if why := _why_left_out(question):
        yield question.id, why
        return
    yield question.id, "Aiken holds no ids, topics, levels, claims or other fields."
    if any(option.rationale for option in question.options):
        yield question.id, "Aiken holds no reasons of options."
    if question.fixed_order:
        yield question.id, "Aiken does not say that the order of the options is fixed."
    if any(has_markup(text) for text in [question.stem, *(option.text for option in question.options)]):
        yield question.id, "Aiken holds plain words on one line: emphasis and line ends are left out."
    if question.type == "single" and tuple(words_of(one.text) for one in question.options) == TEXTS:
        yield question.id, "With the options True and False it comes back as a statement that is true or false."
