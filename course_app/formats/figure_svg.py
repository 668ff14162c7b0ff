"""A figure: one SVG drawing in the colours of the page.

    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 220">
      <title>Soreness over the first days: a sketch</title>
      <desc>Time runs from 0 to 72 hours. …</desc>      the text alternative, with everything that the drawing shows
      <path class="f-accent f-thick" d="M16 172C36 166 46 72 84 72"/>
      <text class="t-small" x="16" y="27">Soreness</text>
    </svg>

- `viewBox` is `0 0 360 H`. Elements: g path rect circle ellipse line polyline polygon text tspan title desc defs
  marker; `title` and `desc` once, in `svg` itself, in plain words.
- Attributes: those of geometry, `transform`, `class`, `id` (on markers), `marker-start`, `marker-mid`, `marker-end`
  (`url(#id)` of a marker of the same file). No `style`, colours or sizes of text: looks come from the classes of
  `CLASSES`. A shape needs a look (`f-line` … `f-danger`) and a text a size (`t` or `t-small`), of its own or from a
  group around it; `f-dash`, `f-thick`, `t-strong`, `t-mid`, `t-end`, `t-on` are added to these.
- No DOCTYPE, no entities but XML's own five, no processing instructions; UTF-8.

The drawing that comes out is set anew from what was understood, for use within a page: without prolog, comments,
title and description (the page says them), hidden from screen readers, its ids made unique by the figure's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePosixPath
from xml.parsers import expat

from course_app.formats.problems import Problem
from course_app.formats.strict_yaml import WORDS, did_you_mean

OUTLINES = ("f-line", "f-quiet", "f-accent", "f-hair")
FILLS = ("f-solid", "f-fill", "f-tint", "f-surface", "f-caution", "f-danger")
LOOKS = (*OUTLINES, *FILLS)
SIZES = ("t", "t-small")
CLASSES = (*LOOKS, *SIZES, "f-dash", "f-thick", "t-strong", "t-mid", "t-end", "t-on")

_POINTER = rf"url\(#({WORDS})\)"
_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_GEOMETRY = {
    "g": "",
    "defs": "",
    "path": "d",
    "rect": "x y width height rx ry",
    "circle": "cx cy r",
    "ellipse": "cx cy rx ry",
    "line": "x1 y1 x2 y2",
    "polyline": "points",
    "polygon": "points",
    "text": "x y dx dy",
    "tspan": "x y dx dy",
    "title": "",
    "desc": "",
    "marker": "viewBox refX refY markerWidth markerHeight markerUnits orient",
}
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
_COMMON = ("class", "transform", "id", "marker-start", "marker-mid", "marker-end")
_FORMS = {
    "d": r"[MmLlHhVvCcSsQqTtAaZz0-9eE.,+\s-]+",
    "points": r"[0-9eE.,+\s-]+",
    "transform": rf"(?:\s*(?:translate|rotate|scale|skewX|skewY|matrix)\((?:\s*{_NUMBER}\s*,?)+\)\s*)+",
    "viewBox": rf"{_NUMBER}(?:[\s,]+{_NUMBER}){{3}}",
    "markerUnits": "strokeWidth|userSpaceOnUse",
    "orient": rf"auto|auto-start-reverse|{_NUMBER}",
    "id": WORDS,
    "xmlns": r"http://www\.w3\.org/2000/svg",
    "marker-start": _POINTER,
    "marker-mid": _POINTER,
    "marker-end": _POINTER,
}
_VIEW_BOX = re.compile(r"0 0 360 [1-9][0-9]*(?:\.[0-9]+)?")
_BY_CLASS = {
    "font-size": "sizes of text come from the classes `t` and `t-small`",
    "text-anchor": "text is anchored by the classes `t-mid` and `t-end`",
    "style": "looks come from the classes",
}


@dataclass(frozen=True)
class Figure:
    """A drawing. `title` and `description` are plain; `svg` is the inlined element, hidden from screen readers."""

    id: str
    title: str
    description: str
    svg: str


def parse_figure(data: bytes, path: str) -> tuple[Figure | None, list[Problem]]:
    """The figure, whose id is the file's name without ending, and all problems; None where there is an error."""
    reading = _Reading(path, PurePosixPath(path).stem)
    if not re.fullmatch(WORDS, reading.id):
        reading.report(f"The file's name is the figure's id, lower-case words with hyphens; not `{reading.id}`.", 0)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reading.report("The file is not UTF-8: save it as UTF-8.", data.count(b"\n", 0, error.start) + 1)
    else:
        reading.read(text)
    return (None if reading.problems else reading.figure()), sorted(reading.problems)


class _RefusedError(Exception):
    """Ends the reading of a file that could grow while it is read."""


@dataclass
class _Reading:
    """What the parser's events have told. `around`: the open elements, the classes in force, where they opened."""

    path: str
    id: str
    parser: expat.XMLParserType | None = None
    problems: list[Problem] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    around: list[tuple[str, set[str], int]] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=lambda: {"title": [], "desc": []})
    ids: set[str] = field(default_factory=set)
    pointers: list[tuple[int, str]] = field(default_factory=list)

    def report(self, message: str, line: int | None = None) -> None:
        self.problems.append(Problem(self.path, self.parser.CurrentLineNumber if line is None else line, 0, message))

    def read(self, text: str) -> None:
        parser = self.parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.words
        parser.StartDoctypeDeclHandler = self.refuse
        parser.ProcessingInstructionHandler = self.instruction
        try:
            parser.Parse(text, 1)
        except expat.ExpatError as error:
            self.report(f"This is not well-formed XML: {expat.ErrorString(error.code)}.", error.lineno)
        except _RefusedError:
            self.report("A DOCTYPE, and the entities that it declares, are not used in figures.")
        else:
            self.finish()

    def refuse(self, *_: object) -> None:
        raise _RefusedError

    def instruction(self, *_: object) -> None:
        self.report("Processing instructions (`<?…?>`) are not used in figures.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        parent, inherited, _ = self.around[-1] if self.around else ("", set(), 0)
        classes = inherited | set(attributes.get("class", "").split())
        for message in (*_element_faults(name, parent, classes), *_attribute_faults(name, attributes)):
            self.report(message)
        if name in self.said:
            self.said[name].append("")
        else:
            self._identify(attributes)
            self.pieces.append(f"<{name}{''.join(self._attributes(name, attributes))}>")
        self.around.append((name, classes, len(self.pieces)))

    def end(self, name: str) -> None:
        _, _, opened = self.around.pop()
        if name in self.said:
            return
        if len(self.pieces) == opened:
            self.pieces[-1] = self.pieces[-1][:-1] + "/>"
        else:
            self.pieces.append(f"</{name}>")

    def words(self, text: str) -> None:
        parent = self.around[-1][0]
        if parent in self.said:
            self.said[parent][-1] += text
        elif parent in ("text", "tspan"):
            self.pieces.append(escape(text, quote=False))
        elif text.strip():
            self.report("Words stand in `<text>`, `<tspan>`, `<title>` or `<desc>` only.")

    def finish(self) -> None:
        for name, texts in self.said.items():
            if len(texts) != 1 or not texts[0].strip():
                self.report(f"A figure has exactly one `<{name}>`, with words in it.", 1)
        for line, name in self.pointers:
            if name not in self.ids:
                self.report(f"There is no marker with the id `{name}` in this file.", line)

    def figure(self) -> Figure:
        title, description = (" ".join(self.said[name][0].split()) for name in ("title", "desc"))
        return Figure(self.id, title, description, "".join(self.pieces))

    def _identify(self, attributes: dict[str, str]) -> None:
        name = attributes.get("id", "")
        if name in self.ids:
            self.report(f"The id `{name}` is used twice.")
        if name:
            self.ids.add(name)
        for key, value in attributes.items():
            if key.startswith("marker-") and (found := re.fullmatch(_POINTER, value)):
                self.pointers.append((self.parser.CurrentLineNumber, found[1]))

    def _attributes(self, name: str, attributes: dict[str, str]) -> Iterator[str]:
        """The attributes as they are set; two hyphens part the figure's id from the author's, whose ids have one."""
        for key, value in attributes.items():
            if key == "id":
                yield f' id="{escape(f"{self.id}--{value}")}"'
            elif key.startswith("marker-"):
                yield f' {key}="{escape(value.replace("#", f"#{self.id}--"))}"'
            elif key != "xmlns":
                yield f' {key}="{escape(value)}"'
        if name == "svg":
            yield ' aria-hidden="true"'


def _element_faults(name: str, parent: str, classes: set[str]) -> Iterator[str]:
    if bool(parent) == (name == "svg"):
        yield "The file is one `<svg>`, with no other within it."
    elif parent and name not in _GEOMETRY:
        yield f"`<{name}>` is not used in figures.{did_you_mean(name, _GEOMETRY)}"
    elif name in ("title", "desc") and parent != "svg":
        yield f"`<{name}>` stands directly in `<svg>`."
    elif parent in ("title", "desc"):
        yield f"`<{parent}>` holds words only."
    elif name in _SHAPES and classes.isdisjoint(LOOKS):
        yield f"`<{name}>` has no look and would be drawn black; give it a class: {', '.join(LOOKS)}."
    elif name == "text" and classes.isdisjoint(SIZES):
        yield "`<text>` has no size; give it the class `t` or `t-small`."


def _attribute_faults(name: str, attributes: dict[str, str]) -> Iterator[str]:
    allowed = ("viewBox", "xmlns") if name == "svg" else (*_GEOMETRY.get(name, "").split(), *_COMMON)
    for key, value in attributes.items():
        if key not in allowed:
            yield f"`<{name}>` cannot carry `{key}`: {_BY_CLASS.get(key, 'it is not used in figures')}."
        elif key == "class":
            yield from _class_faults(value)
        elif not re.fullmatch(_FORMS.get(key, _NUMBER), value):
            yield f"`{key}` cannot be `{value}`."
    if name == "svg" and not _VIEW_BOX.fullmatch(attributes.get("viewBox", "")):
        yield '`<svg>` needs `viewBox="0 0 360 H"`, with the height for H.'


def _class_faults(value: str) -> Iterator[str]:
    for name in value.split():
        if name not in CLASSES:
            yield f"There is no class `{name}`; the classes are {', '.join(CLASSES)}.{did_you_mean(name, CLASSES)}"
