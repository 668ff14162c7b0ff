"""The evidence margin outside a lesson: the same entries, for the home page and under a result."""

from collections.abc import Collection
from dataclasses import dataclass

from course_app.domain.evidence import LABELS
from course_app.formats.inline_html import inline_html
from course_app.formats.lesson_inline import short_of
from course_app.formats.lesson_notes import Entry, entries_of
from course_app.queries.catalogue import Outline


@dataclass(frozen=True)
class MarginEntry:
    """A source as the margin prints it. `findings` are pairs (HTML, what falls short of the claim)."""

    label: str
    words: str
    name: str
    findings: tuple[tuple[str, str], ...]


def margin(outline: Outline, claims: Collection[str], named: Collection[str]) -> tuple[MarginEntry, ...]:
    """The entries behind some claims; `named`: the references that speak here (none named: all)."""
    narrowed = dict.fromkeys(claims, named)
    entries = entries_of([outline.claims[claim] for claim in claims], outline.references, narrowed)
    return tuple(_margin_entry(entry) for entry in entries)


def _margin_entry(entry: Entry) -> MarginEntry:
    reference = entry.reference
    name = "" if reference is None else reference.short
    if reference is not None and reference.number is not None:
        name = f"{short_of(reference)} {reference.short}"
    findings = tuple((inline_html(finding), entry.words(finding)) for finding in entry.fits)
    return MarginEntry(entry.label, LABELS[entry.label], name, findings)
