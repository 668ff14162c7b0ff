"""Where a question's claims are taught: the passage within its paragraph, and the sources under it."""

from dataclasses import dataclass

from course_app.domain.questions import Question
from course_app.queries.catalogue import Outline, Taught
from course_app.queries.margin import MarginEntry, margin


@dataclass(frozen=True, eq=False)
class Excerpt:
    """Where an item's claim is taught: the paragraph around the passage, split so that the passage can be marked.

    An excerpt is made once and kept; compared by identity, its page part is found at once.
    """

    lesson: str
    number: str
    title: str
    section: str
    anchor: str
    before: str
    passage: str
    after: str
    margin: tuple[MarginEntry, ...]


def nearest(question: Question, outlined: Outline) -> Taught | None:
    """The passage that the question names; else in the lesson that it names the one with most claims in common."""
    if question.passage in outlined.passages:
        return outlined.passages[question.passage]
    found = [taught for claim in question.claims for taught in outlined.taught.get(claim, ())]
    asked = set(question.claims)

    def distance(taught: Taught) -> tuple[bool, float]:
        claims = set(taught.passage.claims)
        return question.lesson not in (taught.card.number, taught.card.slug), -len(claims & asked) / len(claims | asked)

    return min(found, key=distance, default=None)


def excerpt(question: Question, outlined: Outline) -> Excerpt | None:
    """The paragraph of the nearest passage; None where no lesson teaches the claims yet."""
    taught = nearest(question, outlined)
    return _excerpt(taught, set(question.claims), outlined) if taught else None


def _excerpt(taught: Taught, asked: set[str], outlined: Outline) -> Excerpt:
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
        margin=margin(outlined, [one for one in passage.claims if one in asked] or passage.claims, passage.sources),
    )
