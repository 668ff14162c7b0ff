"""A learner's pages: the course, its lessons, its quizzes, the attempts at them."""

from course_app.web.learner import (
    attempts,
    corrections,
    enrolment,
    home,
    images,
    keys,
    lessons,
    quizzes,
    receipts,
    records,
    responses,
    results,
)
from course_app.web.learner.blueprint import learner as blueprint

__all__ = [
    "attempts",
    "blueprint",
    "corrections",
    "enrolment",
    "home",
    "images",
    "keys",
    "lessons",
    "quizzes",
    "receipts",
    "records",
    "responses",
    "results",
]
