"""An instructor's pages: the courses taught, what they cover, who learns them, the bank, quizzes and their results."""

from course_app.web.instructor import (
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
)
from course_app.web.instructor.blueprint import instructor as blueprint

__all__ = [
    "blueprint",
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
]
