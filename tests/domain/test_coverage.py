"""Claims, where they are taught and asked, and the reasons for gaps."""

from course_app.domain.courses import Course, Lesson, LessonEntry, Module, Passage, numbers_of
from course_app.domain.coverage import IDLE_REASON, NOT_ASKED, NOT_TAUGHT, coverage_of, idle_references
from course_app.domain.evidence import Claim, Reference, Source
from course_app.domain.questions import Question

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


def coverage(*claims, questions=QUESTIONS):
    return coverage_of(COURSE, LESSONS, {one.id: one for one in claims}, questions)


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
