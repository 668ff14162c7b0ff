"""YAML, read strictly: the part of it that an author can read aloud.

What a file may hold: mappings, lists, text, numbers, `true` and `false`, and blanks (nothing, `null` or `~`: "not
known"). `yes`, `no`, `on`, `off` and dates are text. Numbers are those of YAML 1.2 (`017` is 17, `1:30` is text), but
for its infinities, which are text.
What is a problem: a key given twice, a tab outside quotation marks, an anchor (`&x`), an alias (`*x`), a tag (`!x`),
a directive (`%YAML`), a second document after `---`, a control character, nesting deeper than 20.
A value that holds `: ` or ` #`, or begins with one of ``& * ! | > % @ ` [ { ' "``, stands in quotation marks.

`read_yaml` gives a `Node` (None where the text cannot be read) and all problems. `Fields` takes typed fields out of a
mapping and adds to the same list of problems; a field that is wrong comes back empty, so that reading goes on.
"""

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import yaml

from course_app.formats.problems import Problem
from course_app.formats.yaml_events import EXPLAINED, events_of, explain

DEEPEST = 20
WORDS = r"[a-z0-9]+(?:-[a-z0-9]+)*"
WORDS_OR_CAPITALS = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
DATE = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"

_INTEGER = re.compile(r"[-+]?[0-9]{1,300}")
_BASED = re.compile(r"0o[0-7]{1,300}|0x[0-9a-fA-F]{1,300}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
Value = dict[str, "Node"] | list["Node"] | str | int | float | bool | None


@dataclass(frozen=True)
class Node:
    """A value and where it begins, from 1. `written`: a scalar as in the file; `keys`: places of a mapping's keys."""

    value: Value
    line: int
    column: int
    written: str = ""
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """Read one document; `first_line` is the line of the file on which `text` begins. An empty text is a blank."""
    reader = _Reader(text, path, first_line)
    try:
        node = reader.document()
    except yaml.reader.ReaderError as error:
        reader.report_at(error.position, "A character that may not stand in a text file.")
        node = None
    except yaml.MarkedYAMLError as error:
        reader.report(*explain(error))
        node = None
    except (ValueError, OverflowError):
        reader.report(reader.mark, "A number or an escape after this place cannot be read.")
        node = None
    return node, reader.problems


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A sentence (after a space) that names the known word nearest to `word`, or nothing."""
    near = difflib.get_close_matches(word[:100], known, n=1)
    return f" Did you mean `{near[0]}`?" if near else ""


class Fields:
    """Takes the fields of one mapping; `what` names it in messages ("a claim"). End with `done()`."""

    def __init__(self, node: Node | None, path: str, problems: list[Problem], what: str = "this"):
        self.path, self.problems, self.what = path, problems, what
        self.line, self.column = (node.line, node.column) if node else (1, 1)
        self._is_mapping = node is not None and isinstance(node.value, dict)
        self._nodes = node.value if self._is_mapping else {}
        self._keys = node.keys if self._is_mapping else {}
        self._asked: list[str] = []
        if node is not None and not self._is_mapping:
            self.report("", f"{what.capitalize()} is written as lines of `name: value`.")

    def report(self, name: str, message: str, level: str = "error") -> None:
        """Add a problem at the field `name` (at the mapping itself when it has no such field)."""
        node = self._nodes.get(name)
        line, column = (node.line, node.column) if node else self._keys.get(name, (self.line, self.column))
        self.problems.append(Problem(self.path, line, column, message, level))

    def node(self, name: str) -> Node | None:
        """The field as it was read; None when it is left out or blank."""
        self._asked.append(name)
        found = self._nodes.get(name)
        return None if found is None or found.value is None else found

    def text(self, name: str, required: bool = False) -> str:
        """A scalar as written, without blanks around it; numbers and dates too. "" when blank."""
        found = self.node(name)
        text = "" if found is None else found.written.strip()
        if found is not None and isinstance(found.value, dict | list):
            self.report(name, f"`{name}` must be text.")
        elif required and not text and self._is_mapping:
            self.report(name, f"{self.what.capitalize()} needs `{name}`.")
        return text

    def number(self, name: str) -> int | None:
        """A whole number."""
        found = self.node(name)
        if found is None or type(found.value) is int:
            return found and found.value
        self.report(name, f"`{name}` must be a whole number.")
        return None

    def flag(self, name: str, default: bool = False) -> bool:
        """`true` or `false`."""
        found = self.node(name)
        if found is None or isinstance(found.value, bool):
            return default if found is None else found.value
        self.report(name, f"`{name}` must be `true` or `false`.")
        return default

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of scalars, each as written."""
        texts = []
        for item in self.nodes(name):
            if item.written.strip() and not isinstance(item.value, dict | list):
                texts.append(item.written.strip())
            else:
                message = f"Each entry of `{name}` must be text; quotation marks are needed where it holds `: `."
                self.problems.append(Problem(self.path, item.line, item.column, message))
        return tuple(texts)

    def choice(self, name: str, options: Collection[str], default: str | None = None, required: bool = False) -> str:
        """One of `options`; `default` (or "") when it is blank or none of them."""
        text = self.text(name, required)
        if text and text not in options:
            known = ", ".join(options)
            self.report(name, f"`{name}` cannot be `{text}`; it is one of: {known}.{did_you_mean(text, options)}")
        return text if text in options else default or ""

    def nodes(self, name: str) -> list[Node]:
        """The entries of a list; empty when blank."""
        found = self.node(name)
        if found is None or isinstance(found.value, list):
            return found.value if found else []
        self.report(name, f"`{name}` must be a list: `[a, b]`, or a line `- …` for each entry.")
        return []

    def inner(self, name: str, what: str) -> "Fields":
        """The fields of a mapping within this one; none when it is blank."""
        return Fields(self.node(name) or Node({}, self.line, self.column), self.path, self.problems, what)

    def shaped(self, name: str, pattern: str, shape: str, required: bool = False) -> str:
        """A scalar as written that matches `pattern` as a whole; `shape` says so in words ("a date: 2018, …")."""
        text = self.text(name, required)
        if not text or re.fullmatch(pattern, text):
            return text
        self.report(name, f"`{name}` cannot be `{text}`; it is {shape}.")
        return ""

    def ident(self, name: str = "id", pattern: str = WORDS) -> str:
        """A permanent id, always needed."""
        letters = "lower-case letters" if pattern == WORDS else "letters"
        return self.shaped(name, pattern, f"words of {letters} and digits, joined by hyphens", required=True)

    def date(self, name: str) -> str:
        """A year, a month or a day, as written."""
        return self.shaped(name, DATE, "a date: 2018, 2018-05 or 2018-05-22")

    def done(self) -> None:
        """Report the keys that nobody asked for."""
        for name in self._nodes:
            if name not in self._asked:
                line, column = self._keys.get(name, (self.line, self.column))
                message = f"{self.what.capitalize()} has no key `{name}`.{did_you_mean(name, self._asked)}"
                self.problems.append(Problem(self.path, line, column, message))


class _Reader:
    """Turns PyYAML's events into nodes. Events and not `yaml.compose`, whose recursion a deep text would exhaust."""

    def __init__(self, text: str, path: str, first_line: int):
        self.text, self.path, self.first_line = text, path, first_line
        self.problems: list[Problem] = []
        self.mark: yaml.Mark | None = None

    def document(self) -> Node | None:
        events = self._events()
        next(events)
        start = next(events)
        if isinstance(start, yaml.StreamEndEvent):
            return Node(None, self.first_line, 1)
        if start.version or start.tags:
            self.report(start.start_mark, "Directives (lines that begin with `%`) are not used here.")
        node = self._node(next(events), events, 1)
        next(events)
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.report(after.start_mark, "A second document begins here; a file holds one.")
        return node

    def report(self, mark: yaml.Mark | None, message: str) -> None:
        line, column = self._place(mark)
        self.problems.append(Problem(self.path, line, column, message))

    def report_at(self, position: int, message: str) -> None:
        before = self.text[:position]
        line, column = before.count("\n") + self.first_line, position - before.rfind("\n")
        self.problems.append(Problem(self.path, line, column, message))

    def _events(self) -> Iterator[yaml.Event]:
        for event in events_of(self.text):
            self.mark = event.end_mark
            yield event

    def _place(self, mark: yaml.Mark | None) -> tuple[int, int]:
        return (mark.line + self.first_line, mark.column + 1) if mark else (self.first_line, 1)

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        line, column = self._place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            self.report(event.start_mark, EXPLAINED["while scanning an alias"])
            return Node(None, line, column)
        if event.anchor is not None:
            self.report(event.start_mark, EXPLAINED["while scanning an anchor"])
        if event.tag is not None:
            self.report(event.start_mark, EXPLAINED["while scanning a tag"])
        if isinstance(event, yaml.ScalarEvent):
            if _CONTROL.search(event.value):
                self.report(event.start_mark, "The value holds a character that cannot be shown.")
            return Node(_scalar(event), line, column, _CONTROL.sub("", event.value))
        if depth > DEEPEST:
            raise yaml.MarkedYAMLError(None, None, f"nested deeper than {DEEPEST}", event.start_mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._entries(events, depth), line, column)
        value, keys = self._pairs(events, depth)
        return Node(value, line, column, keys=keys)

    def _entries(self, events: Iterator[yaml.Event], depth: int) -> list[Node]:
        entries = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            entries.append(self._node(event, events, depth + 1))
        return entries

    def _pairs(self, events: Iterator[yaml.Event], depth: int) -> tuple[dict[str, Node], dict[str, tuple[int, int]]]:
        pairs, keys = {}, {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if key.value is None or isinstance(key.value, dict | list):
                self.report(event.start_mark, "A key must be a word.")
            elif key.written in pairs:
                first = keys[key.written][0]
                self.report(event.start_mark, f"The key `{key.written}` is given twice (first on line {first}).")
            else:
                pairs[key.written], keys[key.written] = value, (key.line, key.column)
        return pairs, keys


def _scalar(event: yaml.ScalarEvent) -> Value:
    text = event.value
    if event.style or event.tag is not None:
        return _CONTROL.sub("", text)
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text[2:], 8 if text[1] == "o" else 16)
    return float(text) if _FLOAT.fullmatch(text) else text
