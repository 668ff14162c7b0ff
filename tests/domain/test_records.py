"""When a record of completion follows from what is stored, what stands on it, and how it goes into a CPD log."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain import records
from course_app.domain.courses import ClinicalReview, Course, Lesson, Module, Saying
from course_app.formats.cpd_record import HEADER, CpdEntry, csv_of, line_of, text_of
from course_app.formats.person_text import tidy, tidy_lines
from course_app.formats.plain_json import from_plain, to_plain
from course_app.formats.qr_code import qr_code

DONE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NAMES = ("Ŵyn Łukasz Šárka İpek Ñusta", "محمد عبد الرحمن", "歐陽美玲", "=HYPERLINK(1)")
CONTENT = records.Content(
    course="Foundations of dry needling",
    slug="foundation-dry-needling",
    zone="Europe/London",
    version=3,
    digest="0123456789ab",
    started_on=date(2026, 9, 1),
    completed_on=date(2026, 11, 22),
    lessons=18,
    quizzes=7,
    minutes=130,
    basis=records.ASSESSED,
    outcomes=("Tea is warm.",),
    more=0,
    limits="It is theory only, and not a licence to needle.",
    unreviewed=("Safety",),
)
ENTRY = CpdEntry(NAMES[0], CONTENT, "Breeze Academy", "https://example.org/records/0f", "A", "B\nC", "D")


@given(
    kind=st.sampled_from(["learner", "preview", "simulated"]),
    completed=st.sampled_from([None, DONE]),
    issued=st.integers(0, 3),
)
def test_a_record_is_issued_once_to_a_learner_whose_course_is_complete_and_to_nobody_else(kind, completed, issued):
    follows = kind == "learner" and completed is not None and issued == 0
    assert (records.why_not(kind, completed, issued) == "") is follows


@pytest.mark.parametrize(("quizzes", "basis"), [(0, "attendance"), (1, "assessed"), (7, "assessed")])
def test_whoever_passed_nothing_attended(quizzes, basis):
    assert records.basis_of(quizzes) == basis


def test_the_outcomes_are_what_one_can_say_or_else_what_the_lessons_promise():
    lessons = [Lesson("a", "A", ("name it", "draw it"), (), ""), Lesson("b", "B", ("time it",), (), "")]
    course = Course("c", "C", sayings=(Saying("Tea is warm.", "p"),))
    assert records.outcomes_of(course, lessons) == ("Tea is warm.",)
    assert records.outcomes_of(replace(course, sayings=()), lessons) == ("name it", "draw it", "time it")


def test_modules_that_wait_for_a_clinical_review_are_named_until_somebody_has_reviewed_them():
    modules = (Module("a", "Aftercare", clinical_review=True), Module("b", "Beginnings"))
    course = Course("c", "C", modules=modules)
    assert records.unreviewed_modules(course) == ("Aftercare",)
    assert records.unreviewed_modules(replace(course, clinical_review=ClinicalReview(name="Dr Owen"))) == ()


@pytest.mark.parametrize(
    ("name", "revoked", "state"),
    [("Ann", None, "stands"), ("Ann", DONE, "revoked"), ("", None, "erased"), ("", DONE, "erased")],
)
def test_a_record_without_a_name_was_erased_whatever_else_became_of_it(name, revoked, state):
    assert records.state_of(name, revoked) == state


@given(st.text("0123456789abcdef", min_size=32, max_size=32))
def test_an_id_copied_from_paper_is_the_id(key):
    shown = records.grouped(key)
    assert [len(part) for part in shown.split("-")] == [4] * 8
    assert {records.key_of(copy) for copy in (shown, shown.upper(), f" {shown.replace('-', ' ')}\n", key)} == {key}


def test_what_a_record_says_is_stored_and_read_as_it_was():
    assert from_plain(records.Content, to_plain(CONTENT)) == CONTENT


@pytest.mark.parametrize(
    ("length", "sentence"), [(2_000, ""), (2_001, "This text has 2,001 characters; at most 2,000 are kept.")]
)
def test_a_reflection_has_a_limit(length, sentence):
    assert records.too_long_reflection("x" * length) == sentence


def test_lines_are_tidied_and_at_most_one_empty_one_stays():
    assert tidy_lines("\n a  b \r\n\r\n\r\n\u200bc\n") == "a b\n\nc"
    assert tidy_lines(None) == ""


@given(st.text(max_size=60))
def test_a_text_that_was_tidied_stays_as_it_is(text):
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)


def test_the_line_for_a_log():
    assert line_of(ENTRY) == (
        "22 November 2026: Foundations of dry needling (Breeze Academy, version 3), online theory, assessed, about "
        "2 h 10 min of reading. Record: https://example.org/records/0f"
    )


@pytest.mark.parametrize("name", NAMES)
def test_names_in_every_script_come_through_text_and_table_and_no_cell_is_a_formula(name):
    entry = replace(ENTRY, name=tidy(name), what="=1+1", so_what="@so\nand so", now_what=name)
    header, row = csv.reader(io.StringIO(csv_of(entry).decode("utf-8-sig"), newline=""))
    cells = dict(zip(header, row, strict=True))
    safe = f"'{name}" if name.startswith("=") else name
    assert tuple(header) == HEADER
    assert (cells["Name"], cells["Now what"]) == (safe, safe)
    assert (cells["What"], cells["So what"]) == ("'=1+1", "'@so\nand so")
    assert (cells["Minutes"], cells["Kind"], cells["Completed on"]) == ("130", "Assessed", "2026-11-22")
    assert text_of(entry).split("\r\n\r\n") == [
        name,
        line_of(entry),
        records.FORMULA,
        CONTENT.limits,
        "What\r\n=1+1",
        "So what\r\n@so\r\nand so",
        f"Now what\r\n{name}\r\n",
    ]


@settings(max_examples=12)
@given(st.text("abcdef0123456789:/.-", min_size=1, max_size=90))
def test_the_path_of_a_qr_code_draws_its_dark_squares_and_no_other(text):

    made = qr_code(text)
    plain = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    plain.add_data(text)
    dark = {(x, y) for y, row in enumerate(plain.get_matrix()) for x, is_dark in enumerate(row) if is_dark}
    drawn = set()
    for run in made.path.split("M")[1:]:
        place, length = run.split("h")[0].split(), int(run.split("h")[1].split("v")[0])
        drawn |= {(int(place[0]) + step, int(place[1])) for step in range(length)}
    assert (drawn, made.size) == (dark, len(plain.get_matrix()))
