"""The terms of a course from A to Z, each with the lesson in which it is used first."""

from dataclasses import dataclass
from itertools import groupby

from course_app.domain.evidence import Term
from course_app.domain.names import sort_key
from course_app.formats.inline_html import inline_html
from course_app.queries.catalogue import LessonCard, Outline
from course_app.queries.kept import kept


@dataclass(frozen=True)
class TermLine:
    """A term, its meaning as HTML, and the lesson in which it is used first (None: in no written one)."""

    term: Term
    meaning: str
    card: LessonCard | None


@dataclass(frozen=True)
class Glossary:
    """The terms by their first letters: pairs (letter, terms)."""

    letters: tuple[tuple[str, tuple[TermLine, ...]], ...]
    count: int


def glossary(outline: Outline) -> Glossary:
    """The glossary of a course version."""
    return kept("glossary", outline.version_id, lambda: _glossary(outline))


def _glossary(outline: Outline) -> Glossary:
    first_uses: dict[str, LessonCard] = {}
    for card in outline.written:
        for term in card.lesson.terms if card.lesson else ():
            first_uses.setdefault(term, card)
    lines = [
        TermLine(term, inline_html(term.meaning), first_uses.get(term.id))
        for term in sorted(outline.terms.values(), key=lambda term: sort_key(term.term))
    ]
    letters = groupby(lines, key=lambda line: sort_key(line.term.term)[0].upper())
    return Glossary(tuple((letter, tuple(own)) for letter, own in letters), len(lines))
