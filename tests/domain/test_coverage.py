"""Claims, where they are taught and asked, and the reasons for gaps."""

from dataclasses import replace

import pytest

from course_app.domain.courses import Course, Lesson, LessonEntry, Module, Passage, numbers_of
from course_app.domain.coverage import (
    EARLY,
    FILTERS,
    IDLE_REASON,
    NOT_ASKED,
    NOT_TAUGHT,
    Early,
    asked_early,
    coverage_of,
    idle_references,
    item_of,
    summary_of,
)
from course_app.domain.evidence import Claim, Reference, Source
from course_app.domain.questions import Question
from course_app.domain.quizzes import Quiz, Section, Slot

COURSE = Course(
    "tea",
    "Tea",
    modules=(
        Module(
            "one", "One", lessons=(LessonEntry("warmth"), LessonEntry("milk", "Milk", planned=True, claims=("C2",)))
        ),
        Module(
            "two", "Two", lessons=(LessonEntry("colour"), LessonEntry("cup", "Cup", planned=True, claims=("C2", "C3")))
        ),
    ),
)


def lesson(ident, *claims, citations=()):
    passages = tuple(Passage(f"{ident}-{claim}", (claim,), "Words.", "s", 1, "Words.") for claim in claims)
    return Lesson(ident, ident, (), (), "", passages=passages, citations=citations)


def question(ident, claim, pool="quiz"):
    return Question(ident, "Why?", (), "tea", "apply", "easy", pool, (claim,))


def claim(ident, gap="", references=()):
    return Claim(ident, "article", ident, "ok", gap=gap, sources=tuple(Source(name, "ok", "") for name in references))


LESSONS = {one.id: one for one in (lesson("colour", "C1"), lesson("warmth", "C1", "C3"))}
QUESTIONS = [question("Q1", "C1"), question("Q2", "C1", "final"), question("SC1", "C3", "self-check")]


def coverage(*claims, questions=QUESTIONS, quizzes=(), course=COURSE):
    items = [item_of(one) for one in questions]
    return coverage_of(course, LESSONS, {one.id: one for one in claims}, items, quizzes)


def quiz(*slots, ident="first"):
    return Quiz(ident, "A quiz", (Section("all", "All", slots),))


def early(*slots, ident="first", questions=()):
    """What a quiz asks too early: “first” ends module one, which teaches warmth; “second” module two, after colour."""
    one, two = COURSE.modules
    course = replace(COURSE, modules=(replace(one, quizzes=("first",)), replace(two, quizzes=("second",))))
    lessons = {"warmth": lesson("warmth", "C1"), "colour": lesson("colour", "C1", "C4")}
    return asked_early(quiz(*slots, ident=ident), course, lessons, [item_of(one) for one in questions])


def test_lessons_are_numbered_by_the_outline():
    assert numbers_of(COURSE) == {"1.1": "warmth", "1.2": "milk", "2.1": "colour", "2.2": "cup"}


def test_a_claim_is_shown_with_its_passages_in_the_order_of_the_outline_its_questions_and_references():
    (one,) = coverage(claim("C1", references=("ref-1", "ref-2")))
    assert one.passages == (("1.1", "warmth-C1"), ("2.1", "colour-C1"))
    assert (one.asked, one.checks, one.references) == (("Q1", "Q2"), (), ("ref-1", "ref-2"))
    assert (one.gaps, one.is_unexplained) == ((), False)


def test_what_a_planned_lesson_will_carry_is_explained_by_it():
    (one,) = coverage(claim("C2"))
    assert (one.gaps, one.reason) == ((NOT_TAUGHT, NOT_ASKED), "planned for 1.2, 2.2")
    assert not one.is_unexplained


def test_a_self_check_alone_does_not_ask_a_claim():
    (one,) = coverage(claim("C3"))
    assert (one.checks, one.gaps, one.reason) == (("SC1",), (NOT_ASKED,), "planned for 2.2")


def test_a_gap_that_nothing_explains_and_one_with_its_own_reason():
    bare, reasoned = coverage(claim("C4"), claim("C5", gap="promotion, not taught"))
    assert bare.is_unexplained
    assert (reasoned.reason, reasoned.is_unexplained) == ("promotion, not taught", False)


def test_a_reason_for_a_gap_that_is_none_is_a_gap():
    (one,) = coverage(claim("C1", gap="to be asked in the final"))
    assert (one.gaps, one.is_unexplained) == ((IDLE_REASON,), True)


def test_a_reference_that_nothing_rests_on_is_idle():
    references = {name: Reference(name, "web", name, "webpage", name) for name in ("ref-1", "ref-2", "ref-3")}
    lessons = {"warmth": lesson("warmth", citations=("ref-2",))}
    assert idle_references({"C1": claim("C1", references=("ref-1",))}, lessons, references) == ["ref-3"]


LATE = question("Q4", "C4")


def test_a_quiz_asks_too_early_what_lessons_teach_only_after_its_module():
    assert early(Slot(question="Q4"), questions=[LATE]) == [Early("Q4", ("C4",), ())]
    assert early(Slot(question="Q4"), questions=[question("Q4", "C1")]) == []
    assert early(Slot(question="Q4"), ident="second", questions=[LATE]) == []


def test_a_quiz_of_no_module_comes_after_all_lessons_and_what_none_of_them_teaches_is_told_apart():
    both = replace(LATE, claims=("C4", "C9"))
    assert early(Slot(question="Q4"), ident="of-the-site", questions=[LATE]) == []
    assert early(Slot(question="Q4"), ident="of-the-site", questions=[both]) == [Early("Q4", (), ("C9",))]
    assert early(Slot(question="Q4"), questions=[both]) == [Early("Q4", ("C4",), ("C9",))]


@pytest.mark.parametrize(
    ("slot", "is_early"),
    [
        (Slot(topics=("tea",), pools=("quiz",)), True),
        (Slot(), True),
        (Slot(topics=("coffee",), pools=("quiz",)), False),
        (Slot(topics=("tea",), pools=("final",)), False),
        (Slot(question="Q1"), False),
    ],
)
def test_a_draw_may_come_to_any_question_that_fits_it(slot, is_early):
    assert bool(early(slot, slot, questions=[LATE])) == is_early
    assert early(slot, questions=[replace(LATE, pool="self-check")]) == []


def test_a_claim_that_is_asked_too_early_has_a_gap_until_it_gives_a_reason():
    one, two = COURSE.modules
    course = replace(COURSE, modules=(two, replace(one, quizzes=("first",))))
    given = {
        "questions": [question("Q1", "C3")],
        "course": replace(course, modules=(replace(two, quizzes=("first",)), one)),
    }
    (found,) = coverage(claim("C3"), quizzes=[quiz(Slot(question="Q1"))], **given)
    assert (found.early, found.gaps) == ((("first", "Q1"),), (EARLY,))
    (reasoned,) = coverage(claim("C3", gap="told beforehand"), quizzes=[quiz(Slot(question="Q1"))], **given)
    assert (reasoned.gaps, reasoned.is_unexplained) == ((EARLY,), False)
    (later,) = coverage(claim("C3"), quizzes=[quiz(Slot(question="Q1"), ident="other")], **given)
    assert (later.early, later.gaps) == ((), ())


def test_the_filters_and_the_totals_count_the_same():
    strong = claim("C1", references=("ref-1", "ref-2"))
    single, partly = claim("C4", references=("ref-1",)), replace(strong, id="C5", fit="part")
    found = coverage(strong, single, partly, claim("C3"))
    fitting = {key: [one.claim.id for one in found if fits(one)] for key, (_, fits) in FILTERS.items()}
    assert fitting == {
        "untaught": ["C4", "C5"],
        "unasked": ["C4", "C5", "C3"],
        "weak": ["C4", "C5", "C3"],
        "early": [],
    }
    assert summary_of(found) == "4 claims: 2 not taught and 3 not asked by a quiz; 3 on one source or a weak fit."
    assert summary_of(found[:1]) == "1 claim: taught, and asked by a quiz after that; 0 on one source or a weak fit."
