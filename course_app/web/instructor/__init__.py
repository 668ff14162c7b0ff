"""An instructor's pages: the courses taught, what they cover, who learns them, the bank, quizzes and their results."""

from course_app.web.instructor import (
    bank_changes,
    comments,
    corrections,
    courses,
    coverage,
    exports,
    imports,
    item_results,
    late_answers,
    learners,
    question_drafts,
    question_forms,
    questions,
    quiz_forms,
    quizzes,
    results,
    reviews,
)
from course_app.web.instructor.blueprint import instructor as blueprint

__all__ = [
    "bank_changes",
    "blueprint",
    "comments",
    "corrections",
    "courses",
    "coverage",
    "exports",
    "imports",
    "item_results",
    "late_answers",
    "learners",
    "question_drafts",
    "question_forms",
    "questions",
    "quiz_forms",
    "quizzes",
    "results",
    "reviews",
]
