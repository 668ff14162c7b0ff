"""Whether somebody has approved each question as it is now, on what it stands now.

In a strict course every question of a quiz has a review in reviews.yaml; in a plain one that is noted, and only where
the file is kept. A review that is stale, or of other words, or of no question, is a warning in either.
"""

from collections.abc import Iterator

from course_app.domain.questions import Question
from course_app.domain.reviews import Groundwork, Review, grounds_of, shifts, wording_of
from course_app.domain.wording import both
from course_app.formats.course_text import CourseText, Sources, no_such
from course_app.formats.problems import Problem

REVIEWS = "reviews.yaml"
_AGAIN = "Read it again, then have it noted by: course-app lessons review"


def check_reviews(read: CourseText, sources: Sources, *, is_strict: bool) -> list[Problem]:
    """All findings, in no particular order; none where a file that decides them cannot be read."""
    if sources.unread & {"claim", "lesson", "question", "review"}:
        return []
    if REVIEWS not in sources.texts:
        message = "Nobody has approved the questions. Read them, then have it noted by: course-app lessons review"
        return [Problem(REVIEWS, 0, 0, message, "warning")] if is_strict and any(_asked(read)) else []
    course = read.groundwork
    found = [problem for review in read.reviews.values() for problem in _check(review, read, sources, course)]
    for question in _asked(read):
        if question.id not in read.reviews:
            path, line = sources.homes["question", question.id]
            message = (
                f"{question.id}: nobody has approved it. Read it, then have it noted by: course-app lessons review"
            )
            found.append(Problem(path, line, 0, message, "warning" if is_strict else "note"))
    return found


def _asked(read: CourseText) -> Iterator[Question]:
    """Without self-checks, which are practice."""
    return (question for question in read.questions.values() if question.pool != "self-check")


def _check(review: Review, read: CourseText, sources: Sources, course: Groundwork) -> Iterator[Problem]:
    path, line = sources.homes["review", review.id]
    question = read.questions.get(review.id)
    if question is None:
        message = (
            f"{no_such('question', review.id, read.questions)} Have its review taken out by: course-app lessons review"
        )
        yield Problem(path, line, 0, message, "warning")
        return
    if review.wording != wording_of(question):
        message = f"{review.id}: it has other words than those approved on {review.date}. {_AGAIN}"
        yield Problem(path, line, 0, message, "warning")
        return
    changed = shifts(review.grounds, grounds_of(question.claims, question.passage, course))
    if changed:
        since = both([str(shift) for shift in changed])
        message = f"{review.id}: it is stale: since it was approved on {review.date}, {since}. {_AGAIN}"
        yield Problem(path, line, 0, message, "warning")
