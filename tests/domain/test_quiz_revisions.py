"""What differs between two versions of a quiz, in words."""

from dataclasses import replace

from course_app.domain.quiz_revisions import quiz_changes
from course_app.domain.quizzes import Quiz, ReviewPolicy, Section, Slot
from course_app.domain.revisions import Change

DRAW = Slot(topics=("effects",), pools=("quiz",))
ONE = Section("one", "Effects", (DRAW, DRAW, Slot(question="T01")), minimum=2)
TWO = Section("two", "The rest", (Slot(),))
QUIZ = Quiz("tea", "Tea", (ONE, TWO))


def test_the_same_quiz_has_no_differences():
    assert quiz_changes(QUIZ, QUIZ) == ()


def test_each_rule_is_said_in_words():
    new = replace(
        QUIZ,
        title="Tea, again",
        pass_percent=80,
        time_limit=2700,
        attempts=3,
        delay=86_400,
        required=False,
        presentation="all-on-one-page",
        review=ReviewPolicy(failed=("score", "topics")),
    )
    assert quiz_changes(QUIZ, new) == (
        Change("Title", "Tea", "Tea, again"),
        Change("Pass mark", "70 %", "80 %"),
        Change("Time limit", "none", "45 minutes"),
        Change("Attempts", "no limit", "3"),
        Change("Wait between attempts", "none", "24 hours"),
        Change("Completing the course", "must be passed", "not needed"),
        Change("On the page", "one per page", "all on one page"),
        Change("Shown after a fail", "score, topics, choices, key, rationales and passages", "score and topics"),
    )


def test_parts_are_compared_by_their_ids_and_said_line_by_line():
    changed = replace(ONE, title="Its effects", slots=(DRAW,), minimum=None)
    new = replace(QUIZ, sections=(changed, Section("three", "New", (Slot(question="T02"),))))
    assert quiz_changes(QUIZ, new) == (
        Change(
            "Part “Its effects”",
            "Effects, at least 2 right\n2 drawn from effects (quiz)\nquestion T01",
            "Its effects\n1 drawn from effects (quiz)",
        ),
        Change("Part “The rest”", "The rest\n1 drawn from any topic (any pool)", ""),
        Change("Part “New”", "", "New\nquestion T02"),
    )


def test_parts_that_only_changed_places_are_said_once():
    assert quiz_changes(QUIZ, replace(QUIZ, sections=(TWO, ONE))) == (
        Change("Order of the parts", "Effects, The rest", "The rest, Effects"),
    )
