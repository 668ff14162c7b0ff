"""How the questions of a quiz did: a page, and a file."""

from decimal import Decimal

from flask import Response, render_template, request

from course_app.domain.grading import POINT
from course_app.domain.item_signs import FILTERS
from course_app.formats.grade_csv import write_grades
from course_app.queries.item_statistics import ItemLine, QuizStatistics, item_page, item_statistics
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.quizzes import own_quiz
from course_app.web.shared.access import requires
from course_app.web.shared.downloads import csv_file
from course_app.web.shared.errors import found

COLUMNS = (
    *("Question", "Version", "Text", "Key", "Asked", "Left out", "Not reached", "Right", "Right in part"),
    *("Share right", "Share at least", "Share at most", "Mean share of the mark", "Item-rest correlation", "Type"),
)
THIRDS = ("weakest third", "middle third", "best third")


@instructor.get("/instructor/<course>/quizzes/<quiz>/results/questions", endpoint="quiz_items")
@requires("see-quiz-results")
def items_page(course: str, quiz: str) -> str:
    """The figures of the quiz and of its questions, narrowed to what the address says."""
    outline = own_course(course)
    one = own_quiz(outline, quiz)
    whole = found(item_statistics(outline.course_id, quiz, is_every_attempt=_wants_every_attempt()))
    only, after = request.args.get("only", ""), request.args.get("after", "")
    only = only if only in FILTERS else ""
    return render_template(
        "instructor/item_results.html",
        course=outline.course,
        quiz=one,
        title=one.built.quiz.title,
        whole=whole,
        page=item_page(whole.items, only, after),
        only=only,
        after=after,
        attempts="all" if _wants_every_attempt() else None,
        filters={key: words for key, (words, _) in FILTERS.items()},
        point=POINT,
        here="teaching",
    )


@instructor.get("/instructor/<course>/quizzes/<quiz>/questions.csv")
@requires("see-quiz-results")
def quiz_items_file(course: str, quiz: str) -> Response:
    """The same as a file for a spreadsheet: a line an item, columns for each option, in all and by thirds."""
    outline = own_course(course)
    whole = found(item_statistics(outline.course_id, quiz, is_every_attempt=_wants_every_attempt()))
    letters = sorted({option.letter for item in whole.items for option in item.options})
    return csv_file(write_grades(_header(letters), _rows(whole, letters)), f"{course}-{quiz}-questions.csv")


def _wants_every_attempt() -> bool:
    return request.args.get("attempts") == "all"


def _header(letters: list[str]) -> tuple[str, ...]:
    chosen = [f"Chose {letter.upper()}" for letter in letters]
    return (*COLUMNS, *chosen, *(f"{name}: {third}" for name in chosen for third in THIRDS), "Worth a look")


def _rows(whole: QuizStatistics, letters: list[str]) -> list[tuple[str | Decimal, ...]]:
    return [_cells(one, letters) for one in whole.items]


def _cells(one: ItemLine, letters: list[str]) -> tuple[str | Decimal, ...]:
    """An option that the item does not have is an empty cell, one that nobody chose a 0."""
    figures, right = one.analysis, one.analysis.facility
    chosen = {option.letter: option.chosen for option in one.options}
    shares = (right.value, right.low, right.high, figures.worth, figures.discrimination)
    return (
        one.code,
        " ".join(map(str, one.versions)),
        one.stem,
        " ".join(option.letter.upper() for option in one.options if option.is_key),
        *map(str, (right.n, figures.omitted, figures.not_reached, right.hits, figures.in_part)),
        *("" if value is None else Decimal(f"{value:.3f}") for value in shares),
        one.type,
        *(str(sum(chosen[letter])) if letter in chosen else "" for letter in letters),
        *(str(count) for letter in letters for count in chosen.get(letter, ("", "", ""))),
        " ".join(sign.sentence for sign in one.signs),
    )
