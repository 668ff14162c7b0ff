"""GIFT, Moodle's text format for questions, read. `gift_writing` writes it.

    // Side effects: a line of comment. [id:S01] [tag:level: remember]
    $CATEGORY: $course$/top/side-effects

    ::S01:: How long can soreness last? {
      =72 hours #Correct. The article gives up to 72 hours.
      ~6 hours #Shorter than the cited window.
      ####What holds for the whole question.
    }

    file     = { block  blank-line }          a line that begins with // is a comment
    block    = "$CATEGORY:" path | question
    question = [ "::" name "::" ] [ "[html]" | "[plain]" | "[markdown]" | "[moodle]" ] text [ "{" answers "}" text ]
    answers  = { ( "=" | "~" ) [ "%" number "%" ] text [ "#" feedback ] } [ "####" feedback ]
             | ( "T" | "TRUE" | "F" | "FALSE" ) [ "#" feedback if wrong [ "#" feedback if right ] ]
             | ">" settings  line-end  { text  line-end }                  an ordering, in the right order

`\\~ \\= \\# \\{ \\} \\: \\\\` are the signs themselves, `\\n` a line end. Words after the braces make a question with
a gap, which is written as `_____`.

Read: one right answer; several (no `=`: every weight above 0 is right); true or false; orderings. Name or `[id:…]` give
the id where it can be one, the last part of the category the topic, `[tag:…]` the fields (`question_tags`).
Rejected, each with its kind: essays, short and numerical answers, matching, texts without a question; texts with
markup that a question here cannot show; a single-choice question with two full marks.
Not kept, and said so: marks for half-right answers; what is taken away for wrong ones, unless it is right minus wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from html import unescape

from course_app.domain.question_types.multiple import RIGHT_MINUS_WRONG
from course_app.domain.question_types.ordering import ADJACENT_PAIRS
from course_app.formats.foreign_markup import markdown_of
from course_app.formats.foreign_text import MOST_TEXT, Unfit, text_of
from course_app.formats.intake import Draft, Intake, Item, intake_of
from course_app.formats.question_tags import take_category, take_id, take_tags

FORMS = {"html": "html", "plain": "plain", "markdown": "markdown", "moodle": "auto"}
GAP = "_____"
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)")
_NOTE = re.compile(r"\[(id|tag):((?:\\\]|[^\]])*)\]")
_NAME = re.compile(r"\s*::((?:\\.|[^\\:]|:(?!:))*)::(.*)", re.DOTALL)
_FORM = re.compile(r"\s*\[(html|plain|markdown|moodle)\](.*)", re.DOTALL)
_TRUE_FALSE = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#(.*))?", re.DOTALL)
_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]{1,7})?)%(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_ORDER_SETTING = re.compile(r"[0-9]*[A-Z_0-9 ]*")
_ALMOST = Fraction(1, 100)


def parse_gift(data: bytes | str, name: str) -> Intake:
    """Every block but categories is an item."""
    return intake_of(
        name,
        lambda: [_item(block) for block in _blocks(text_of(data)) if block.lines],
        "The file holds no question. In GIFT a question is a text with its answers in braces.",
    )


@dataclass
class _Block:
    """The lines of one question without comments, and what the comments and the category before say."""

    category: str
    line: int = 0
    lines: list[str] = field(default_factory=list)
    id: str = ""
    tags: list[str] = field(default_factory=list)


def _blocks(text: str) -> Iterator[_Block]:
    category = ""
    block = _Block(category)
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if found := _CATEGORY.match(line):
            category = block.category = _plain(found[1])
        elif line.lstrip().startswith("//"):
            _comment(block, line)
        elif line.strip():
            block.line = block.line or number
            block.lines.append(line)
        else:
            yield block
            block = _Block(category)


def _comment(block: _Block, line: str) -> None:
    for kind, written in _NOTE.findall(line):
        value = unescape(written.replace("\\]", "]"))
        if kind == "id":
            block.id = value
        else:
            block.tags.append(value)


def _item(block: _Block) -> Item:
    text = "\n".join(block.lines)
    found = _NAME.match(text)
    name = _plain(found[1]).strip() if found else ""
    return Item(block.line, name or text.strip()[:60], partial(_draft, block, name, found[2] if found else text))


def _draft(block: _Block, name: str, text: str) -> Draft:
    if len(text) > 2 * MOST_TEXT * 4:
        raise Unfit("The question is too long to be read.")
    draft = Draft(block.line, name)
    take_id(draft, block.id, name)
    take_category(draft, block.category)
    take_tags(draft, block.tags)
    before, answers, after = _in_braces(text)
    found = _FORM.match(before)
    form, before = (FORMS[found[1]], found[2]) if found else ("auto", before)
    gap = f"{_plain(before).rstrip()} {GAP} {_plain(after).strip()}" if after.strip() else _plain(before)
    draft.stem = markdown_of(gap.strip(), form, draft)
    _read_answers(draft, answers.strip(), form)
    return draft


def _in_braces(text: str) -> tuple[str, str, str]:
    signs = [(found.start(), found[0]) for found in re.finditer(r"\\.|[{}]", text, re.DOTALL) if found[0] in "{}"]
    if not signs:
        raise Unfit("It is a text without a question: it has no answers in braces.")
    if [sign for _, sign in signs] != ["{", "}"]:
        raise Unfit("Its braces do not fit: one { before the answers, one } after them, no blank line between.")
    (start, _), (end, _) = signs
    return text[:start], text[start + 1 : end], text[end + 1 :]


def _read_answers(draft: Draft, answers: str, form: str) -> None:
    if answers.startswith(">"):
        _read_ordering(draft, answers[1:], form)
        return
    answers, _, general = _cut(answers, "####")
    draft.general = markdown_of(_plain(general).strip(), form, draft)
    if found := _TRUE_FALSE.fullmatch(answers.strip()):
        _read_true_false(draft, found, form)
        return
    parts = _split(answers, "=~")
    kind = _other_kind(answers.strip(), [sign for sign, _ in parts])
    if kind:
        raise Unfit(f"It is {kind}; the platform has no such questions.")
    if parts[0][1].strip():
        raise Unfit("Its answers do not begin with = (right) or ~ (wrong).")
    _read_choices(draft, parts[1:], form)


def _other_kind(answers: str, signs: list[str]) -> str:
    if not answers:
        return "an essay"
    if answers.startswith("#"):
        return "a numerical question"
    if "~" in signs:
        return ""
    return "a matching question" if "->" in answers else "a question with a short answer" if "=" in signs else ""


def _read_choices(draft: Draft, parts: list[tuple[str, str]], form: str) -> None:
    is_single = any(sign == "=" for sign, _ in parts)
    weights = []
    for sign, part in parts:
        found = _WEIGHT.fullmatch(part)
        weight = Fraction(found[1]) if found else Fraction(100 if sign == "=" else 0)
        text, _, feedback = _cut(found[2] if found else part, "#")
        own = _FORM.match(text)
        text, own_form = (own[2], FORMS[own[1]]) if own else (text, form)
        is_key = weight == 100 if is_single else weight > 0
        draft.add(_short(text, own_form, draft), _long(feedback, form, draft), is_key)
        weights.append(weight)
    take_weights(draft, weights, is_single=is_single)


def take_weights(draft: Draft, weights: list[Fraction], *, is_single: bool) -> None:
    """The type and the rule of marking that percentages mean, which stand as the options do; what is lost as a note."""
    if is_single:
        if any(0 < weight < 100 or weight < 0 for weight in weights):
            draft.note("Marks for half-right options and marks taken away are not kept: one option is right.")
        return
    draft.type = "multiple"
    keys = sum(weight > 0 for weight in weights)
    share = Fraction(100, keys or 1)
    is_right_minus_wrong = all(abs(abs(weight) - share) < _ALMOST for weight in weights)
    if "credit" not in draft.fields:
        draft.fields["credit"] = RIGHT_MINUS_WRONG if is_right_minus_wrong else ""
        if not is_right_minus_wrong:
            draft.note("The marks of its parts are not kept: here it is all or nothing.")


def _read_true_false(draft: Draft, found: re.Match[str], form: str) -> None:
    is_true = found[1].startswith("T")
    wrong, _, right = _cut(found[2] or "", "#")
    reasons = {True: _long(right, form, draft), False: _long(wrong, form, draft)}
    draft.type = "true-false"
    draft.add("True", reasons[is_true], is_true)
    draft.add("False", reasons[not is_true], not is_true)


def _read_ordering(draft: Draft, answers: str, form: str) -> None:
    setting, *lines = answers.split("\n")
    if not _ORDER_SETTING.fullmatch(setting.strip()):
        raise Unfit("The first line of its answers is no setting of an ordering: > and a number, then a line an entry.")
    draft.type = "ordering"
    for line in lines:
        if line.strip():
            draft.add(_short(line, form, draft), is_key=True)
    take_order_marks(draft, "ALL_OR_NOTHING" if "ALL_OR_NOTHING" in setting else setting)


def take_order_marks(draft: Draft, marks: str) -> None:
    """The rule of marking of an ordering of Moodle's; another than ours becomes all or nothing, with a note."""
    if "credit" in draft.fields or "ALL_OR_NOTHING" in marks:
        return
    draft.fields["credit"] = ADJACENT_PAIRS if "RELATIVE_NEXT_EXCLUDE_LAST" in marks else ""
    if not draft.fields["credit"]:
        draft.note("The marks of its parts are not kept: here it is all or nothing.")


def _short(written: str, form: str, draft: Draft) -> str:
    return markdown_of(_plain(written).strip(), form, draft, inline=True)


def _long(written: str, form: str, draft: Draft) -> str:
    found = _FORM.match(written)
    written, form = (found[2], FORMS[found[1]]) if found else (written, form)
    return markdown_of(_plain(written).strip(), form, draft)


def _cut(text: str, sign: str) -> tuple[str, str, str]:
    """Like str.partition, at the first unescaped sign."""
    for found in re.finditer(rf"\\.|{re.escape(sign)}", text, re.DOTALL):
        if found[0] == sign:
            return text[: found.start()], sign, text[found.end() :]
    return text, "", ""


def _split(text: str, signs: str) -> list[tuple[str, str]]:
    """The parts of a text, each with the unescaped sign before it; "" before the first."""
    parts = [("", 0, 0)]
    parts += [
        (found[0], found.start(), found.end())
        for found in re.finditer(rf"\\.|[{signs}]", text, re.DOTALL)
        if len(found[0]) == 1
    ]
    ends = [start for _, start, _ in parts[1:]] + [len(text)]
    return [(sign, text[after:end]) for (sign, _, after), end in zip(parts, ends, strict=True)]


def _plain(written: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], written)
