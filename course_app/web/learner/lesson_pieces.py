"""The pieces of a lesson's page that many readers share, as HTML, rendered once and kept.

A lesson is what is read most. Set from these pieces its page costs half of what it costs line by line.
"""

from dataclasses import dataclass

from flask import render_template

from course_app.queries.kept import kept
from course_app.queries.lessons import LessonPage


@dataclass(frozen=True)
class Pieces:
    """`outline` the module at the left, `opening` title and outcomes, `takeaways`, `ending` references and paging."""

    outline: str
    opening: str
    takeaways: str
    ending: str


def pieces_of(page: LessonPage) -> Pieces:
    """The pieces for a reader: they differ by the lesson, by what of its module was read, and by enrolment alone."""
    frame = page.frame
    read = frozenset(one.lesson_id for one in frame.siblings if one.lesson_id in page.read)
    key = (page.outline.version_id, page.card.slug, page.is_enrolled, read)
    return kept("lesson pieces", key, lambda: _render(page, read))


def _render(page: LessonPage, read: frozenset[int]) -> Pieces:
    given = {"frame": page.frame, "card": page.card, "course": page.outline.course}
    given |= {"read": read, "is_enrolled": page.is_enrolled}
    return Pieces(
        outline=render_template("components/lesson_outline.html", **given),
        opening=render_template("components/lesson_opening.html", **given),
        takeaways=render_template("components/lesson_takeaways.html", **given),
        ending=render_template("components/lesson_ending.html", **given),
    )
