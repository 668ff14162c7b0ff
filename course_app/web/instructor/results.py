"""The results of a quiz: who took it, and how its questions did."""

import re
from typing import TypeVar

from flask import Response, abort, render_template, request

from course_app.formats.grade_csv import write_grades
from course_app.queries.quiz_results import ItemVersion, ResultLine, all_attempts, all_items, quiz_results
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.quizzes import own_quiz
from course_app.web.shared.access import requires
from course_app.web.shared.downloads import csv_file
from course_app.web.shared.filters import iso

Found = TypeVar("Found")
ID = re.compile(r"[0-9a-f]{32}")
ITEM_COLUMNS = (
    *("Question", "Version", "Text", "Key", "Asked", "Left out", "Right"),
    *("Share right", "Share at least", "Share at most", "Right in part", "Type"),
)
COLUMNS = ("Name", "E-mail", "Attempt", "Started (UTC)", "Ended (UTC)", "Score", "Of", "Passed")


@instructor.get("/instructor/<course>/quizzes/<quiz>/results", endpoint="quiz_results")
@requires("see-quiz-results")
def results_page(course: str, quiz: str) -> str:
    """Attempts by learner, and the questions one by one."""
    outline = own_course(course)
    one = own_quiz(outline, quiz)
    after = request.args.get("after", "")
    found = _of_quiz(quiz_results(outline.course_id, quiz, after if ID.fullmatch(after) else ""))
    return render_template(
        "instructor/results.html",
        course=outline.course,
        quiz=one,
        title=one.built.quiz.title,
        page=found,
        after=after,
        here="teaching",
    )


@instructor.get("/instructor/<course>/quizzes/<quiz>/results.csv")
@requires("see-quiz-results")
def quiz_results_file(course: str, quiz: str) -> Response:
    """Every attempt as a file for a spreadsheet."""
    outline = own_course(course)
    lines = _of_quiz(all_attempts(outline.course_id, quiz))
    return csv_file(write_grades(COLUMNS, map(_cells, lines)), f"{course}-{quiz}.csv")


@instructor.get("/instructor/<course>/quizzes/<quiz>/questions.csv")
@requires("see-quiz-results")
def quiz_items_file(course: str, quiz: str) -> Response:
    """How every question did as a file for a spreadsheet: a line a version that was asked, a column an option.

    Of an ordering the key is its order, and a column says how often the line stood in its place.
    """
    outline = own_course(course)
    items = _of_quiz(all_items(outline.course_id, quiz))
    versions = [(item.code, one) for item in items for one in item.versions]
    letters = sorted({option.letter for _code, one in versions for option in one.options})
    header = (*ITEM_COLUMNS, *(f"Chose {letter.upper()}" for letter in letters))
    rows = (_item_cells(code, one, letters) for code, one in versions)
    return csv_file(write_grades(header, rows), f"{course}-{quiz}-questions.csv")


def _of_quiz(found: Found | None) -> Found:
    """What was found of a quiz, or the 404 of one that is not there."""
    if found is None:
        abort(404)
    return found


def _item_cells(code: str, one: ItemVersion, letters: list[str]) -> tuple[str, ...]:
    """An option that the version does not have is an empty cell, one that nobody chose a 0."""
    chosen = {option.letter: str(option.chosen) for option in one.options}
    keys = " ".join(option.letter.upper() for option in one.options if option.is_key)
    shares = (f"{value:.3f}" for value in (one.facility.value, one.facility.low, one.facility.high))
    counts = (str(one.facility.n), str(one.omitted), str(one.facility.hits))
    told = (code, str(one.number), one.stem, keys, *counts, *shares, str(one.in_part), one.type)
    return (*told, *(chosen.get(letter, "") for letter in letters))


def _cells(one: ResultLine) -> tuple[str, ...]:
    ended = iso(one.closed_at) if one.closed_at else ""
    passed = ("yes" if one.passed else "no") if one.score else ""
    return (one.name, one.email, str(one.number), iso(one.started_at), ended, one.score, one.maximum, passed)
