"""Where a question's claims are taught: the passage within its paragraph, and the sources under it."""

from dataclasses import dataclass

from course_app.domain.questions import Question
from course_app.queries.catalogue import Outline, Taught
from course_app.queries.margin import MarginEntry, margin

MOST = 2


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
    margin: tuple[MarginEntry, ...]


def excerpts(question: Question, outlined: Outline) -> tuple[Excerpt, ...]:
    """The passages that teach the question's claims, the closest first, one a lesson; at most two.

    Closest is the lesson that the question names, then the passage whose claims agree most with the question's.
    """
    found = {taught.passage.id: taught for claim in question.claims for taught in outlined.taught.get(claim, ())}
    asked = set(question.claims)

    def distance(taught: Taught) -> tuple[bool, float]:
        claims = set(taught.passage.claims)
        return question.lesson not in (taught.card.number, taught.card.slug), -len(claims & asked) / len(
            claims | asked
        )

    nearest: dict[str, Taught] = {}
    for taught in sorted(found.values(), key=distance):
        nearest.setdefault(taught.card.slug, taught)
    return tuple(_excerpt(taught, asked, outlined) for taught in list(nearest.values())[:MOST])


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
        margin=margin(outlined, [claim for claim in passage.claims if claim in asked], passage.sources),
    )
