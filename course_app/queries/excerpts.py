"""Where a question's claims are taught: the passage within its paragraph, and the sources under it."""

from dataclasses import dataclass

from course_app.domain.evidence import FITS, LABELS, is_beyond, label_of, lacks_citation
from course_app.domain.questions import Question
from course_app.formats.inline_html import inline_html
from course_app.queries.catalogue import Outline, Taught


@dataclass(frozen=True)
class Support:
    """One line of evidence under an excerpt: label (key and words), source, finding, fit in words."""

    label: str
    words: str
    source: str
    finding: str
    fit: str


@dataclass(frozen=True)
class Excerpt:
    """Where an item's claim is taught: the paragraph around the passage, split so that the passage can be marked."""

    lesson: str
    number: str
    title: str
    section: str
    anchor: str
    before: str
    passage: str
    after: str
    supports: tuple[Support, ...]


def excerpts(question: Question, outlined: Outline) -> tuple[Excerpt, ...]:
    """The passages that teach the question's claims, from the lesson it names first; at most two."""
    found: dict[str, Taught] = {}
    for claim in question.claims:
        for taught in outlined.taught.get(claim, ()):
            found.setdefault(taught.passage.id, taught)
    named = question.lesson

    def rank(taught: Taught) -> tuple[bool, int]:
        shared = len(set(taught.passage.claims) & set(question.claims))
        return named not in (taught.card.number, taught.card.slug), -shared

    return tuple(_excerpt(taught, outlined) for taught in sorted(found.values(), key=rank)[:2])


def _excerpt(taught: Taught, outlined: Outline) -> Excerpt:
    passage = taught.passage
    before, _, after = passage.around.partition(passage.text)
    sections = {heading.id: heading.title for heading in taught.card.lesson.sections}
    return Excerpt(
        lesson=taught.card.slug,
        number=taught.card.number,
        title=taught.card.title,
        section=sections.get(passage.section, ""),
        anchor=passage.id,
        before=before,
        passage=passage.text,
        after=after,
        supports=_supports(passage.claims, outlined),
    )


def _supports(claims: tuple[str, ...], outlined: Outline) -> tuple[Support, ...]:
    found = []
    for code in claims:
        claim = outlined.claims[code]
        if lacks_citation(claim):
            found.append(Support("none", LABELS["none"], "", "The article gives no source for this.", ""))
        if is_beyond(claim) and not claim.sources:
            found.append(Support("beyond", LABELS["beyond"], "", inline_html(claim.text), ""))
        for source in claim.sources:
            reference = outlined.references[source.reference]
            label = label_of(claim, source, reference)
            found.append(
                Support(label, LABELS[label], reference.short, inline_html(source.finding), FITS[source.fit])
            )
    return tuple(dict.fromkeys(found))
