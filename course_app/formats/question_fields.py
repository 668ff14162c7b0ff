"""The field lines of question text: `topic: side-effects | level: remember | …`, read and written.

The grammar stands in `question_text`. A value is read by its field's reader, which raises ValueError with a sentence
for the author; what is written by the field's writer is read again as the same value.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from course_app.domain.question_types.registry import CREDITS, TYPES
from course_app.domain.questions import DIFFICULTIES, LEVELS, POOLS, Question
from course_app.formats.strict_yaml import WORDS, WORDS_OR_CAPITALS, did_you_mean

Fault = tuple[int, str]

_PIECE = re.compile(r"\\.|.", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\|,\[>#])")
USUAL, WHOLE = "single", "all-or-nothing"
_NUMBER = re.compile(r"[0-9]+")
_REFERENCE_NUMBER = re.compile(r"ref-([0-9]+)")
_REQUIRED = ("topic", "level", "difficulty", "pool", "claims")
_LINES = (
    ("topic", "level", "difficulty", "pool", "order", "type", "credit"),
    ("claims", "refs", "lesson", "passage"),
    ("trap",),
    ("safety",),
    ("checked-on",),
    ("tags",),
)


def read_fields(
    lines: Sequence[tuple[int, str]], heading: int, *, may_lack: bool = False
) -> tuple[dict[str, Any], list[Fault]]:
    """The arguments of `Question` that stand in numbered field lines, and what is wrong; `heading` is the line of the
    question, where missing fields are reported unless a draft `may_lack` them."""
    values: dict[str, Any] = {}
    given: dict[str, int] = {}
    faults: list[Fault] = []
    for line, name, written in _given(lines):
        if name not in FIELDS:
            faults.append((line, _unknown(name)))
        elif name in given and name != "waive":
            faults.append((line, f"The field `{name}` is given twice, first on line {given[name]}."))
        elif written:
            try:
                _take(FIELDS[name], written, values)
            except ValueError as error:
                faults.append((line, str(error)))
            given[name] = line
    faults += [(heading, f"The field `{name}` is missing.") for name in _REQUIRED if name not in given and not may_lack]
    return values, faults


def write_fields(question: Question) -> list[str]:
    """The field lines of a question; what has its default is left out."""
    values = {name: getattr(question, taken.argument) for name, taken in FIELDS.items()}
    values["type"] = "" if question.type == USUAL else question.type
    lines = [[f"{name}: {FIELDS[name].write(values[name])}" for name in names if values[name]] for names in _LINES]
    waivers = [f"waive: {_guarded(waiver)}" for waiver in question.waivers]
    return [" | ".join(line) for line in lines if line] + waivers


def one_line(text: str) -> str:
    """The text with its lines stripped and joined by blanks."""
    return " ".join(line.strip() for line in re.split("[\r\n]", text) if line.strip())


@dataclass(frozen=True)
class Field:
    """The argument of `Question` that a field gives, and how its value is read (still escaped) and written."""

    argument: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


def _given(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    for line, text in lines:
        for part in _split(text, "|"):
            name, colon, value = part.partition(":")
            yield line, name.strip() if colon else "", value.strip()


def _unknown(name: str) -> str:
    if re.fullmatch(r"[A-Za-z][A-Za-z-]{0,30}", name):
        return f"A question has no field `{name}`.{did_you_mean(name.lower(), FIELDS)}"
    return "A field is written `name: value`; several on a line are parted by ` | `, and a blank line ends them."


def _take(taken: Field, written: str, values: dict[str, Any]) -> None:
    value = taken.read(written)
    if taken.argument == "waivers":
        value = (*values.get("waivers", ()), value)
    values[taken.argument] = value


def _split(text: str, sign: str) -> list[str]:
    """The parts of a text between unescaped signs."""
    parts = [""]
    for piece in _PIECE.findall(text):
        if piece == sign:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _plain(written: str) -> str:
    return _ESCAPED.sub(r"\1", written)


def _guarded(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace("|", "\\|")


def _choice(options: Sequence[str]) -> Callable[[str], str]:
    def read(written: str) -> str:
        if written not in options:
            raise ValueError(f"`{written}` is not one of: {', '.join(options)}.{did_you_mean(written, options)}")
        return written

    return read


def _flag(words: dict[str, bool]) -> Callable[[str], bool]:
    def read(written: str) -> bool:
        return words[_choice(tuple(words))(written)]

    return read


def _credit(written: str) -> str:
    return _choice((WHOLE, *CREDITS))(written).removeprefix(WHOLE)


def _entries(written: str) -> tuple[str, ...]:
    entries = (_plain(part).strip() for part in _split(written, ","))
    return tuple(entry for entry in entries if entry)


def _ids(pattern: str, what: str) -> Callable[[str], tuple[str, ...]]:
    def read(written: str) -> tuple[str, ...]:
        for entry in _entries(written):
            if not re.fullmatch(pattern, entry):
                raise ValueError(f"`{entry}` is not the id of a {what}; several are parted by commas.")
        return _entries(written)

    return read


def _references(written: str) -> tuple[str, ...]:
    entries = _ids(WORDS, "reference")(written)
    return tuple(f"ref-{entry}" if _NUMBER.fullmatch(entry) else entry for entry in entries)


def _topic(written: str) -> str:
    if not re.fullmatch(WORDS, written):
        raise ValueError(f"`{written}` is not the id of a topic: lower-case words joined by hyphens.")
    return written


def _day(written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise ValueError(f"`{written}` is not a date; write it as 2026-11-22.") from error


def _write_entries(entries: Sequence[str]) -> str:
    return ", ".join(_guarded(entry).replace(",", "\\,") for entry in entries)


def _write_references(references: Sequence[str]) -> str:
    return ", ".join(_REFERENCE_NUMBER.sub(r"\1", name) for name in references)


FIELDS = {
    "topic": Field("topic", _topic, str),
    "level": Field("level", _choice(LEVELS), str),
    "difficulty": Field("difficulty", _choice(DIFFICULTIES), str),
    "pool": Field("pool", _choice(POOLS), str),
    "order": Field("fixed_order", _flag({"fixed": True}), lambda _: "fixed"),
    "type": Field("type", _choice(tuple(TYPES)), str),
    "credit": Field("credit", _credit, str),
    "claims": Field("claims", _ids(WORDS_OR_CAPITALS, "claim"), ", ".join),
    "refs": Field("references", _references, _write_references),
    "lesson": Field("lesson", _plain, _guarded),
    "passage": Field("passage", _plain, _guarded),
    "trap": Field("trap", _plain, _guarded),
    "safety": Field("safety", _flag({"true": True, "false": False}), lambda _: "true"),
    "waive": Field("waivers", _plain, _guarded),
    "checked-on": Field("checked_on", _day, str),
    "tags": Field("tags", _entries, _write_entries),
}
