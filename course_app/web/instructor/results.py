"""The results of a quiz: who took it, and how it ended."""

from flask import Response, render_template

from course_app.formats.grade_csv import write_grades
from course_app.queries.quiz_results import ResultLine, all_attempts, quiz_results
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.quizzes import own_quiz
from course_app.web.shared.access import requires
from course_app.web.shared.arguments import id_in
from course_app.web.shared.downloads import csv_file
from course_app.web.shared.errors import found
from course_app.web.shared.filters import iso

COLUMNS = ("Name", "E-mail", "Attempt", "Started (UTC)", "Ended (UTC)", "Score", "Of", "Passed")


@instructor.get("/instructor/<course>/quizzes/<quiz>/results", endpoint="quiz_results")
@requires("see-quiz-results")
def results_page(course: str, quiz: str) -> str:
    """Attempts by learner."""
    outline = own_course(course)
    one = own_quiz(outline, quiz)
    after = id_in("after")
    page = found(quiz_results(outline.course_id, quiz, after))
    return render_template(
        "instructor/results.html",
        course=outline.course,
        quiz=one,
        title=one.built.quiz.title,
        page=page,
        after=after,
        here="teaching",
    )


@instructor.get("/instructor/<course>/quizzes/<quiz>/results.csv")
@requires("see-quiz-results")
def quiz_results_file(course: str, quiz: str) -> Response:
    """Every attempt as a file for a spreadsheet."""
    outline = own_course(course)
    lines = found(all_attempts(outline.course_id, quiz))
    return csv_file(write_grades(COLUMNS, map(_cells, lines)), f"{course}-{quiz}.csv")


def _cells(one: ResultLine) -> tuple[str, ...]:
    ended = iso(one.closed_at) if one.closed_at else ""
    passed = ("yes" if one.passed else "no") if one.score else ""
    return (one.name, one.email, str(one.number), iso(one.started_at), ended, one.score, one.maximum, passed)
