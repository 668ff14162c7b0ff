"""Questions as a spreadsheet, read; that they come back as they went out is in `test_exchange`."""

from dataclasses import replace

import pytest

from course_app.domain.questions import Option, Question
from course_app.formats.problems import Problem
from course_app.formats.question_csv import parse_question_csv, write_question_csv
from tests.formats.intakes import one, options, refusal, rejections
from tests.formats.samples import CSV, CSV_ITEMS, CSV_TAKEN

HEAD = "question,option a,option b,option c,right,type,level\n"
OPTIONS = (Option("a", "6 hours", "Shorter."), Option("b", "72 hours", "Correct.", is_key=True))
S01 = Question("S01", "How long?", OPTIONS, "side-effects", "remember", "easy", "quiz", ("C46",))


def test_a_list_of_somebody_else_is_taken_or_rejected_row_by_row():
    intake = parse_question_csv(CSV.encode("utf-8-sig"), "q.csv")
    assert (intake.found, len(intake.taken)) == (CSV_ITEMS, CSV_TAKEN)
    assert intake.problems == (Problem("q.csv", 1, 0, "The column `owner` is not read.", "warning"),)
    sore, flare = [item.question for item in intake.taken]
    assert (sore.id, sore.stem, sore.level) == ("M-01", "How long\ncan it last?", "apply")
    assert options(sore) == [("72 hours", "Right.", True), ("6 hours", "", False)]
    assert (flare.type, [option.is_key for option in flare.options]) == ("true-false", [False, True])
    assert [(problem.line, problem.message) for item in intake.rejected for problem in item.problems] == [
        (5, "Options A and B say the same."),
        (6, "The column `right` names c, but there is no such option."),
        (7, "The column `level`: `hard` is not one of: remember, understand, apply, analyse, evaluate."),
        (
            9,
            "The quotation marks of this row do not fit: one before and one after the cell, those inside doubled. It "
            "was read up to line 9.",
        ),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Which?,a,b,c,z", "The column `right` holds “z”, which is no letter of an option."),
        ("Which?,a,b,c,a,many", "`many` is not one of: single, multiple, true-false, ordering."),
        (
            "Which?,a,b,c,a,,,more",
            "It has more cells than the first row has columns (7): a quotation mark may be missing.",
        ),
        ("Which?,a,,c,a", "Option B is empty."),
        ("Which?,a,b,c,", "Mark the right option: none is marked."),
        (",a,b,c,a", "Write the question: it is empty."),
        ("Which?,a,b,,,ordering", "Write at least three lines to be put in order."),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line(row, reason):
    assert rejections(parse_question_csv(f"{HEAD}\n{row}", "q.csv")) == [(3, reason)]


@pytest.mark.parametrize(("right", "kind"), [("a", "single"), ("a, c", "multiple"), ("A;C", "multiple")])
def test_a_blank_type_follows_from_what_is_right(right, kind):
    assert one(parse_question_csv(f'{HEAD}Which?,x,y,z,"{right}"', "q.csv")).type == kind


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The file is empty."),
        ("question,option a\nx,y", "The first row names no column `option b`; it names the columns."),
        ("question,option a,option b,Option  A\nx,y,z,w", "The first row names the column `option a` twice."),
        (HEAD, "The file holds the names of its columns and no question below them."),
    ],
)
def test_a_table_of_something_else_is_refused(text, reason):
    assert refusal(parse_question_csv(text, "q.csv")) == reason


@pytest.mark.parametrize("stem", ["=1+1", "'=1+1", "''@x", "'plain", "-5 °C", "=1\n=2"])
def test_no_cell_runs_in_a_spreadsheet_and_all_come_back(stem):
    text, _ = write_question_csv([replace(S01, stem=stem)])
    written = text.decode("utf-8-sig").split("\n", 1)[1].split(",", 2)[2].lstrip('"')
    assert not written.startswith(("=", "-", "@"))
    assert one(parse_question_csv(text, "q.csv")).stem == stem
