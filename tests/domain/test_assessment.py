"""How a course is assessed, in words."""

from dataclasses import replace

from course_app.domain.assessment import assessment, rules_of
from course_app.domain.quizzes import Quiz, ReviewPolicy, Section, Slot

SIX = Section("all", "All", tuple(Slot(question=f"Q{number}") for number in range(6)))
PLAIN = Quiz("one", "One", (SIX,))
SEEN = (
    "Afterwards you see your score by topic, your answers, the right ones, the reasons for every option and where "
    "each is taught."
)
EACH = f"Six questions each, untimed, as often as you like. To pass you need 5 of 6. {SEEN}"


def test_quizzes_of_modules_with_the_same_rules_share_a_line():
    assert assessment([PLAIN, replace(PLAIN, id="two", title="Two")], []) == [
        ("Module quizzes", EACH),
        ("At the end", "The course is complete when you have marked every lesson as read and passed both quizzes."),
    ]


def test_quizzes_that_differ_in_length_alone_share_a_line_that_gives_the_pass_mark():
    longer = replace(SIX, slots=SIX.slots * 2)
    quizzes = [PLAIN, replace(PLAIN, id="two", title="Two", sections=(longer,))]
    assert assessment(quizzes, [])[0] == (
        "Module quizzes",
        f"Six to 12 questions each, untimed, as often as you like. To pass you need 70 per cent of the points. {SEEN}",
    )


def test_where_some_quizzes_have_the_same_rules_the_line_names_them():
    timed = replace(PLAIN, id="three", title="Timed", time_limit=2_700)
    lines = assessment([PLAIN, timed, replace(PLAIN, id="two", title="Two")], [])
    assert lines[0] == ("One and Two", EACH)
    assert lines[1][0] == "Timed"


def test_a_quiz_with_a_minimum_in_a_section_says_it_alone():
    strict = replace(PLAIN, id="strict", title="Strict", sections=(replace(SIX, minimum=6),))
    lines = assessment([PLAIN, strict], [])
    assert [what for what, _ in lines[:2]] == ["One", "Strict"]
    assert "at least 6 of 6 in all" in lines[1][1]


def test_a_single_quiz_stands_under_its_title():
    assert assessment([PLAIN], []) == [
        ("One", EACH.replace(" each", "", 1)),
        ("At the end", "The course is complete when you have marked every lesson as read and passed the quiz."),
    ]


def test_different_rules_stand_apart_and_a_final_by_itself():
    timed = replace(PLAIN, title="Timed", time_limit=2_700, attempts=3, delay=86_400, pass_percent=80)
    closed = replace(timed, title="Final", attempts=1, review=ReviewPolicy(failed=("score", "topics")))
    assert [what for what, _ in assessment([PLAIN, timed], [closed])] == ["One", "Timed", "Final", "At the end"]
    assert rules_of(timed) == (
        f"Six questions, in 45 minutes, three tries, at least 24 hours apart. To pass you need 5 of 6. {SEEN}"
    )
    assert rules_of(closed) == (
        "Six questions, in 45 minutes, one try. To pass you need 5 of 6. If you pass: your score by topic, your "
        "answers, the right ones, the reasons for every option and where each is taught. If not: your score by topic."
    )


def test_what_is_not_required_does_not_complete_the_course():
    optional = replace(PLAIN, title="Optional", required=False)
    assert assessment([PLAIN, optional], [])[-1][1] == (
        "The course is complete when you have marked every lesson as read and passed what is required: One."
    )
    assert assessment([optional], [])[-1][1] == ("The course is complete when you have marked every lesson as read.")


def test_without_a_quiz_nothing_is_said():
    assert assessment([], []) == []
