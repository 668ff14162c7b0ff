import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.courses import Article, ClinicalReview, Course, LessonEntry, Module, Saying
from course_app.formats.course_yaml import parse_course

WHOLE = """\
id: foundation-dry-needling
title: Foundations of dry needling
question: What can you honestly tell a patient?
summary: >-
  A theory course
  for UK health professionals.
language: en-GB
zone: Europe/London
audience: you are registered
limits: It is theory only.
article: {title: "Does it work?", publisher: Breeze Academy, issued: 2022-05-15}
item-writing: strict
enrolment: open
clinical-review: {name: , registration: , date: , scope: }
topics:
  mechanisms: Mechanisms
  side-effects: Side effects and safety
specimen: soreness-window
sayings:
  - {say: Expect to be sore., passage: soreness-window}
modules:
  - id: foundations
    title: Foundations
    summary: What the procedure is
    clinical-review: true
    lessons:
      - what-this-course-is
      - {id: what-happens, title: What happens, claims: [C1, C3]}
    quizzes: [mechanisms]
quizzes: [final-assessment]
"""


def told(text):
    return [(problem.line, problem.column, problem.message) for problem in parse_course(text, "course.yaml")[1]]


def test_a_whole_course_is_read():
    course = Course(
        id="foundation-dry-needling",
        title="Foundations of dry needling",
        question="What can you honestly tell a patient?",
        summary="A theory course for UK health professionals.",
        language="en-GB",
        zone="Europe/London",
        audience="you are registered",
        limits="It is theory only.",
        article=Article("Does it work?", "Breeze Academy", "2022-05-15"),
        item_writing="strict",
        enrolment="open",
        clinical_review=ClinicalReview(),
        topics=(("mechanisms", "Mechanisms"), ("side-effects", "Side effects and safety")),
        specimen="soreness-window",
        sayings=(Saying("Expect to be sore.", "soreness-window"),),
        modules=(
            Module(
                id="foundations",
                title="Foundations",
                summary="What the procedure is",
                clinical_review=True,
                lessons=(
                    LessonEntry("what-this-course-is"),
                    LessonEntry("what-happens", "What happens", planned=True, claims=("C1", "C3")),
                ),
                quizzes=("mechanisms",),
            ),
        ),
        quizzes=("final-assessment",),
    )
    assert parse_course(WHOLE, "course.yaml") == (course, [])


def test_what_is_left_out_has_its_default():
    assert parse_course("id: first-aid\ntitle: First aid\n", "course.yaml") == (Course("first-aid", "First aid"), [])


def test_a_filled_clinical_review_is_read():
    text = "id: a\ntitle: A\nclinical-review: {name: Dr X, registration: HCPC 1, date: 2026-01-02, scope: modules 5}\n"
    course, problems = parse_course(text, "course.yaml")
    assert (course.clinical_review, problems) == (ClinicalReview("Dr X", "HCPC 1", "2026-01-02", "modules 5"), [])


def test_without_an_id_there_is_no_course():
    course, problems = parse_course("title: A\n", "course.yaml")
    assert course is None
    assert [str(problem) for problem in problems] == ["course.yaml:1:1: error: The course needs `id`."]


def test_an_empty_file_or_a_list_is_no_course():
    shape = "The course is written as lines of `name: value`."
    assert parse_course("- a\n", "course.yaml")[0] is None
    assert told("- a\n") == [(1, 1, shape)]
    assert told("") == [(1, 1, shape)]


def test_all_problems_come_at_once_each_at_its_place():
    text = """\
id: Foundation Course
titel: Foundations
language: English (UK)
zone: Europe/Londn
article: {issued: May 2022, by: me}
item-writing: stric
topics: {Side Effects: x, aftercare: }
sayings:
  - {say: Expect to be sore.}
modules:
  - title: Foundations
    clinical-review: yes
    lessons:
      - {id: what-happens}
      - {title: What}
"""
    assert sorted(told(text)) == [
        (1, 1, "The course needs `title`."),
        (
            1,
            5,
            "`id` cannot be `Foundation Course`; it is words of lower-case letters and digits, joined by hyphens.",
        ),
        (2, 1, "The course has no key `titel`. Did you mean `title`?"),
        (3, 11, "`language` cannot be `English (UK)`; it is a language tag such as en-GB."),
        (4, 7, "`Europe/Londn` is not a time zone such as Europe/London. Did you mean `Europe/London`?"),
        (5, 19, "`issued` cannot be `May 2022`; it is a date: 2018, 2018-05 or 2018-05-22."),
        (5, 29, "The article has no key `by`."),
        (6, 15, "`item-writing` cannot be `stric`; it is one of: strict, plain. Did you mean `strict`?"),
        (7, 24, "The topic `Side Effects` must be lower-case words joined by hyphens."),
        (7, 38, "The list of topics needs `aftercare`."),
        (9, 5, "A saying needs `passage`."),
        (11, 5, "A module needs `id`."),
        (12, 22, "`clinical-review` must be `true` or `false`."),
        (14, 9, "A planned lesson needs `title`."),
        (15, 9, "A planned lesson needs `id`."),
    ]


def test_a_module_a_lesson_and_a_quiz_stand_in_the_outline_once():
    text = """\
id: a
title: A
modules:
  - id: one
    title: One
    lessons: [x, {id: y, title: Y}]
    quizzes: [q]
  - id: one
    title: Two
    lessons: [y, x]
    quizzes: [q, r]
quizzes: [r]
"""
    assert told(text) == [
        (8, 9, "The module `one` stands in the outline twice."),
        (10, 15, "The lesson `y` stands in the outline twice."),
        (10, 18, "The lesson `x` stands in the outline twice."),
        (11, 15, "The quiz `q` stands in the outline twice."),
        (12, 11, "The quiz `r` stands in the outline twice."),
    ]


@pytest.mark.parametrize("zone", ["Europe", "../etc/passwd", "/etc/passwd", "é", "London"])
def test_what_is_no_time_zone_is_refused(zone):
    course, problems = parse_course(f"id: a\ntitle: A\nzone: {zone}\n", "course.yaml")
    assert (course.zone, [problem.line for problem in problems]) == ("Europe/London", [3])


PIECES = st.sampled_from(
    [*WHOLE.splitlines(keepends=True), "topics: [", "- ", "  ", "modules: x\n", "zone: a\n", "id:\n"]
)


@given(st.text() | st.lists(PIECES).map("".join))
def test_parsing_never_raises(text):
    course, problems = parse_course(text, "course.yaml")
    assert course is not None or problems != []
