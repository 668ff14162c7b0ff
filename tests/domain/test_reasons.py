"""Why a course is not complete yet, in sentences with links."""

import pytest

from course_app.domain.reasons import LessonFact, Link, QuizFact, has_attempt_left, reasons_of, text_of, unread

POINT = 100_000


def lessons_of(read, *sizes):
    """Modules m1, m2, … of so many lessons; `read`: the numbers that are read."""
    return [
        LessonFact(f"l{module}{place}", f"{module}.{place}", "", 5, f"{module}.{place}" in read, f"m{module}")
        for module, size in enumerate(sizes, start=1)
        for place in range(1, size + 1)
    ]


def a_quiz(name="q5", best=None, **changes):
    usual = {
        "id": name,
        "title": "Side effects and safety",
        "required": True,
        "needed": 5 * POINT,
        "maximum": 6 * POINT,
        "best": None if best is None else best * POINT,
        "passed": False,
        "attempts_used": 0 if best is None else 1,
        "attempts_allowed": None,
        "open_attempt": False,
        "module": f"m{name[1:]}",
    }
    return QuizFact(**(usual | changes))


def a_final(**changes):
    usual = {"title": "Final assessment", "module": "", "attempts_allowed": 3}
    return a_quiz("final", **({"needed": 24 * POINT, "maximum": 30 * POINT} | usual | changes))


MODULES = ("m1", "m2", "m3", "m4", "m5", "m6")


def said(lessons=(), quizzes=(), modules=MODULES):
    return [text_of(reason) for reason in reasons_of(modules, lessons, quizzes)]


# Lessons


def test_unread_lessons_are_counted_and_named_whole_modules_together():
    lessons = lessons_of({"1.1", "1.2", "2.1"}, 3, 3, 3)
    assert unread(lessons) == (
        "Six lessons are unread: ",
        Link("1.3", "lesson", "l13"),
        ", ",
        Link("2.2", "lesson", "l22"),
        ", ",
        Link("2.3", "lesson", "l23"),
        " and ",
        "all three of ",
        Link("module 3", "lesson", "l31"),
        ".",
    )
    assert text_of(unread(lessons)) == "Six lessons are unread: 1.3, 2.2, 2.3 and all three of module 3."


@pytest.mark.parametrize(
    ("read", "sizes", "sentence"),
    [
        ({"1.1"}, (2,), "One lesson is unread: 1.2."),
        ({"1.1"}, (2, 1), "Two lessons are unread: 1.2 and 2.1."),
        ({"1.1", "1.2"}, (2, 2), "Two lessons are unread: both of module 2."),
        ({"1.1"}, (1, 11), "11 lessons are unread: all 11 of module 2."),
        (set(), (1,), "One lesson is unread: 1.1."),
        (set(), (2, 3), "No lesson has been read yet. Begin with 1.1."),
    ],
)
def test_unread_lessons_are_said_in_plain_words(read, sizes, sentence):
    assert text_of(unread(lessons_of(read, *sizes))) == sentence


def test_nothing_is_said_of_lessons_when_all_are_read():
    assert unread(lessons_of({"1.1", "1.2"}, 2)) is None
    assert unread([]) is None


# Quizzes


def test_a_quiz_that_was_tried_says_what_it_needs_and_leads_to_another_try():
    assert reasons_of(MODULES, [], [a_quiz(best=4)]) == (
        ("The module 5 quiz needs 5 of 6; your best is 4. ", Link("Try it again", "quiz", "q5"), "."),
    )


@pytest.mark.parametrize(
    ("quiz", "sentence"),
    [
        (
            a_quiz(best=4, open_attempt=True, attempts_used=2),
            "The module 5 quiz needs 5 of 6; your best is 4. Go on with the open attempt.",
        ),
        (
            a_quiz(best=4, attempts_used=3, attempts_allowed=3),
            "The module 5 quiz needs 5 of 6; your best is 4. No attempt is left; ask your instructor.",
        ),
        (
            a_final(best=28, attempts_used=1),
            "In the final assessment your best, 28 of 30, has too few points in one of the sections. Try it again.",
        ),
        (
            a_final(best=24, attempts_used=1),
            "In the final assessment your best, 24 of 30, has too few points in one of the sections. Try it again.",
        ),
        (a_quiz(open_attempt=True, attempts_used=1), "An attempt at the module 5 quiz is open."),
        (a_quiz(attempts_used=1), "The result of the module 5 quiz is not there yet."),
        (a_final(), "The final assessment has not been taken."),
    ],
)
def test_a_quiz_that_is_not_passed_says_what_is_missing_and_what_to_do(quiz, sentence):
    assert said(quizzes=[quiz]) == [sentence]


def test_quizzes_that_were_not_taken_are_named_together():
    reasons = reasons_of(MODULES, [], [a_quiz("q5", best=6, passed=True), a_quiz("q6"), a_final()])
    assert reasons == (
        (
            "The ",
            Link("module 6 quiz", "quiz", "q6"),
            " and ",
            "the ",
            Link("final assessment", "quiz", "final"),
            " have not been taken.",
        ),
    )


def test_when_no_quiz_was_taken_they_are_not_listed():
    assert said(quizzes=[a_quiz("q1"), a_quiz("q2"), a_final()]) == ["No quiz has been taken yet."]


def test_two_untaken_quizzes_are_named_even_when_there_are_no_others():
    assert said(quizzes=[a_quiz("q1"), a_final()]) == [
        "The module 1 quiz and the final assessment have not been taken."
    ]


def test_a_quiz_is_called_by_its_title_where_its_module_has_another_or_it_has_no_module():
    quizzes = [
        a_quiz("q5", best=6, passed=True),
        a_quiz("q6", title="Red flags", module="m5"),
        a_quiz("q7", title="Aftercare quiz", module=""),
    ]
    assert said(quizzes=quizzes) == ["The quiz “Red flags” and the aftercare quiz have not been taken."]


def test_quizzes_that_are_not_required_are_no_reason():
    assert said(lessons_of({"1.1"}, 1), [a_quiz(required=False)]) == []


# Altogether


def test_reasons_stand_in_the_order_lessons_tried_quizzes_untaken_quizzes():
    lessons = lessons_of(
        {f"{module}.{place}" for module in (1, 2, 3, 4) for place in (1, 2, 3)} - {"4.3"} | {"5.1"}, 3, 3, 3, 3, 3, 3
    )
    passed = [a_quiz(f"q{number}", best=6, passed=True) for number in (1, 2, 3, 4)]
    assert said(lessons, [*passed, a_quiz("q5", best=4), a_quiz("q6"), a_final()]) == [
        "Six lessons are unread: 4.3, 5.2, 5.3 and all three of module 6.",
        "The module 5 quiz needs 5 of 6; your best is 4. Try it again.",
        "The module 6 quiz and the final assessment have not been taken.",
    ]


def test_a_course_with_nothing_in_it_is_not_complete_and_says_so():
    assert said([], [a_quiz(required=False)]) == ["There is nothing to read or to answer yet."]


def test_nothing_missing_gives_no_reason():
    assert reasons_of(MODULES, lessons_of({"1.1"}, 1), [a_quiz(best=5, passed=True)]) == ()


def test_attempts_are_left_while_fewer_are_used_than_allowed():
    assert has_attempt_left(a_quiz(attempts_used=99)) is True
    assert has_attempt_left(a_quiz(attempts_used=2, attempts_allowed=3)) is True
    assert has_attempt_left(a_quiz(attempts_used=3, attempts_allowed=3)) is False
