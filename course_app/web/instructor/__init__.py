"""An instructor's pages: the courses taught, what they cover, the bank of questions, quizzes and their results."""

from course_app.web.instructor import courses, coverage, question_forms, questions, quiz_forms, quizzes, results
from course_app.web.instructor.blueprint import instructor as blueprint

__all__ = ["blueprint", "courses", "coverage", "question_forms", "questions", "quiz_forms", "quizzes", "results"]
