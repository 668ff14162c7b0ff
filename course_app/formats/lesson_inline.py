"""The words of a lesson as HTML: what stands inside one paragraph, item, heading or caption.

A passage becomes `<span class="claim" id="…">`, a term the button of its popover `g-<id>`, a citation a link to its
entry in the reference list, with the number or the short name in brackets. Text is escaped here, and nh3 lets
nothing through but these elements with these attributes.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

import nh3
from markdown_it.token import Token

from course_app.domain.evidence import Reference

_CLEANER = nh3.Cleaner(
    tags={"em", "strong", "a", "span", "button"},
    attributes={"a": {"href", "class"}, "span": {"id", "class"}, "button": {"type", "class", "popovertarget"}},
    url_schemes={"https"},
    link_rel=None,
)
_ENDED_TERM = re.compile(r"(<button [^>]*>[^<]*</button>)([,.;:!?)\]”’]+)")
"""A term with what must not begin the next line: a browser breaks lines on either side of a button."""


@dataclass(frozen=True)
class Directory:
    """Where links of the lesson `lesson` lead: `places` tells the lesson of every passage of the course."""

    lesson: str
    references: Mapping[str, Reference]
    places: Mapping[str, str]


def words_html(inline: Token, directory: Directory) -> str:
    """One inline token as HTML. Every id that it names must be in the directory (KeyError)."""
    closings: list[str] = []
    pieces = [_WRITERS[token.type](token, directory, closings) for token in inline.children if token.type in _WRITERS]
    return _ENDED_TERM.sub(r'<span class="unbroken">\1\2</span>', _CLEANER.clean("".join(pieces)))


def short_of(reference: Reference) -> str:
    """The number of a reference of the article, the short name of any other."""
    return str(reference.number) if reference.number is not None else reference.short


def _text(token: Token, _directory: Directory, _closings: list[str]) -> str:
    return escape(token.content, quote=False)


def _literally(html: str) -> Callable[[Token, Directory, list[str]], str]:
    return lambda _token, _directory, _closings: html


def _span_open(token: Token, _directory: Directory, closings: list[str]) -> str:
    attributes = token.meta["attributes"] or {}
    if "term" in attributes:
        closings.append("</button>")
        return f'<button type="button" class="term" popovertarget="g-{escape(attributes["term"])}">'
    closings.append("</span>")
    return f'<span class="claim" id="{escape(attributes["id"])}">' if "id" in attributes else "<span>"


def _link_open(token: Token, directory: Directory, closings: list[str]) -> str:
    closings.append("</a>")
    return f'<a href="{escape(_address(str(token.attrs.get("href", "")), directory))}">'


def _close(_token: Token, _directory: Directory, closings: list[str]) -> str:
    return closings.pop()


def _address(written: str, directory: Directory) -> str:
    """Lesson pages lie side by side, so that the id of a lesson is its relative address."""
    kind, _, name = written.partition(":")
    if kind == "passage":
        lesson = directory.places[name]
        return f"#{name}" if lesson == directory.lesson else f"{lesson}#{name}"
    return name if kind == "lesson" else written


def _citation(token: Token, directory: Directory, _closings: list[str]) -> str:
    reference = directory.references[token.content]
    prefix = '<span class="visually-hidden">reference </span>' if reference.number is not None else ""
    return f'[<a class="cite" href="#{escape(reference.id)}">{prefix}{escape(short_of(reference))}</a>]'


_WRITERS = {
    "text": _text,
    "stray": _text,
    "softbreak": _literally("\n"),
    "em_open": _literally("<em>"),
    "em_close": _literally("</em>"),
    "strong_open": _literally("<strong>"),
    "strong_close": _literally("</strong>"),
    "span_open": _span_open,
    "span_close": _close,
    "link_open": _link_open,
    "link_close": _close,
    "citation": _citation,
}
