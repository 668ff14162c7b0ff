"""The coverage of a course as its instructors see it: its newest version's claims, and the questions in use."""

from dataclasses import dataclass

from course_app.domain.coverage import FILTERS, Coverage, coverage_of, summary_of
from course_app.domain.evidence import FITS, LABELS, Claim, label_of, lacks_citation
from course_app.extensions import read_connection
from course_app.queries.candidates import items_in_use
from course_app.queries.catalogue import Outline, Taught
from course_app.queries.paging import page_after


@dataclass(frozen=True)
class SourceLine:
    """A reference behind a claim: its label (key and words), and in words where it falls short."""

    id: str
    short: str
    label: str
    words: str
    fit: str


@dataclass(frozen=True)
class ClaimLine:
    """A claim with the passages that teach it and its sources; `fit` says in words where these fall short together.

    `label`: that of its strongest source, or what stands in its place; `words`: the same in words.
    """

    coverage: Coverage
    taught: tuple[Taught, ...]
    sources: tuple[SourceLine, ...]
    fit: str
    label: str
    words: str


@dataclass(frozen=True)
class CoveragePage:
    """One page of the claims that fit a filter, in the course's order.

    `summary`: the totals in a sentence; `counts`: by filter; `following`: the claim after which the next page begins.
    """

    lines: tuple[ClaimLine, ...]
    summary: str
    whole: int
    counts: dict[str, int]
    following: str


def coverage_page(outline: Outline, only: str = "", after: str = "") -> CoveragePage:
    """The claims after a claim; `only` is a key of FILTERS, or nothing for all."""
    with read_connection() as connection:
        items = items_in_use(connection, outline.course_id)
    quizzes = [card.quiz for card in outline.quizzes.values()]
    found = coverage_of(outline.course, outline.texts, outline.claims, items, quizzes)
    fitting = [one for one in found if not only or FILTERS[only][1](one)]
    shown, following = page_after(fitting, lambda one: one.claim.id, after)
    return CoveragePage(
        lines=tuple(_line(outline, one) for one in shown),
        summary=summary_of(found),
        whole=len(found),
        counts={key: sum(fits(one) for one in found) for key, (_, fits) in FILTERS.items()},
        following=following,
    )


def _line(outline: Outline, coverage: Coverage) -> ClaimLine:
    claim = coverage.claim
    sources = _sources(outline, claim)
    bare = "none" if lacks_citation(claim) else "beyond"
    label = min((source.label for source in sources), key=tuple(LABELS).index, default=bare)
    return ClaimLine(coverage, outline.taught.get(claim.id, ()), sources, FITS[claim.fit], label, LABELS[label])


def _sources(outline: Outline, claim: Claim) -> tuple[SourceLine, ...]:
    lines = []
    for source in claim.sources:
        reference = outline.references[source.reference]
        label = label_of(claim, reference)
        lines.append(SourceLine(reference.id, reference.short, label, LABELS[label], FITS[source.fit]))
    return tuple(lines)
