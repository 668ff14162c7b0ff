"""From facts to progress."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.progress import Next, Place, State, progress_of
from course_app.domain.reasons import LessonFact, QuizFact, text_of
from tests.conftest import START

POINT = 100_000
MODULES = ("foundations", "safety")


def a_lesson(number, read=False, minutes=5):
    return LessonFact(
        id=f"l{number}",
        number=number,
        title=f"Lesson {number}",
        minutes=minutes,
        read=read,
        module=MODULES[int(number[0]) - 1],
    )


def a_quiz(name="q1", module="foundations", **changes):
    usual = {
        "id": name,
        "title": "Foundations",
        "required": True,
        "needed": 5 * POINT,
        "maximum": 6 * POINT,
        "best": None,
        "passed": False,
        "attempts_used": 0,
        "attempts_allowed": None,
        "open_attempt": False,
        "module": module,
    }
    return QuizFact(**(usual | changes))


def passed(name="q1", module="foundations", **changes):
    return a_quiz(name, module, best=6 * POINT, passed=True, attempts_used=1, **changes)


def failed(name="q1", best=4, **changes):
    return a_quiz(name, best=best * POINT, **({"attempts_used": 1} | changes))


def module_words(lessons, quizzes=()):
    return [(state.kind, state.words) for state in progress_of(MODULES, lessons, quizzes).modules]


# Counts and headline


def test_progress_counts_lessons_required_quizzes_and_minutes_left():
    lessons = [a_lesson("1.1", read=True), a_lesson("1.2", minutes=7), a_lesson("2.1", minutes=78)]
    found = progress_of(MODULES, lessons, [passed("q1"), a_quiz("q2"), a_quiz("q3", required=False)])
    assert (found.lessons_read, found.lessons_total) == (1, 3)
    assert (found.quizzes_passed, found.quizzes_total) == (1, 2)
    assert found.minutes_left == 85
    assert found.headline == "1 of 3 lessons read, 1 of 2 quizzes passed. About 1 h 25 min of reading to go."
    assert found.complete is False


@pytest.mark.parametrize(
    ("lessons", "quizzes", "headline"),
    [
        ([a_lesson("1.1")], [], "0 of 1 lesson read. About 5 min of reading to go."),
        ([a_lesson("1.1", read=True)], [a_quiz()], "1 of 1 lesson read, 0 of 1 quiz passed."),
        ([], [a_quiz(), passed("q2")], "1 of 2 quizzes passed."),
        ([], [], "Nothing to read yet."),
        (
            [a_lesson("1.1", read=True), a_lesson("1.2", read=True)],
            [passed()],
            "Complete. 2 of 2 lessons read, 1 of 1 quiz passed.",
        ),
    ],
)
def test_the_headline_says_what_there_is_and_no_more(lessons, quizzes, headline):
    assert progress_of(MODULES, lessons, quizzes).headline == headline


def test_a_course_is_complete_when_every_lesson_is_read_and_every_required_quiz_passed():
    lessons = [a_lesson("1.1", read=True), a_lesson("2.1", read=True)]
    done = progress_of(MODULES, lessons, [passed(), a_quiz("q2", required=False)])
    assert (done.complete, done.reasons, done.next) == (True, (), None)
    assert progress_of(MODULES, lessons, [passed(), a_quiz("q2")]).complete is False
    assert progress_of(MODULES, [*lessons, a_lesson("2.2")], [passed()]).complete is False


def test_a_completed_course_stays_complete_when_a_lesson_is_added_and_leads_to_it():
    found = progress_of(MODULES, [a_lesson("1.1", read=True), a_lesson("1.2")], [passed()], completed=True)
    assert (found.complete, found.reasons) == (True, ())
    assert found.headline == "Complete. 1 of 2 lessons read, 1 of 1 quiz passed."
    assert found.next == Next("lesson", "l1.2", "Lesson 1.2", number="1.2", minutes=5)


def test_an_empty_course_is_not_complete():
    found = progress_of((), [], [])
    assert found.complete is False
    assert [text_of(reason) for reason in found.reasons] == ["There is nothing to read or to answer yet."]


# Modules


@pytest.mark.parametrize(
    ("lessons", "quizzes", "state"),
    [
        ([a_lesson("1.1", read=True)], [passed()], ("complete", "Complete")),
        ([a_lesson("1.1", read=True)], [], ("complete", "Complete")),
        ([a_lesson("1.1", read=True)], [a_quiz(required=False)], ("complete", "Complete")),
        ([a_lesson("1.1"), a_lesson("1.2")], [a_quiz()], ("not-started", "Not started")),
        (
            [a_lesson("1.1", read=True), a_lesson("1.2"), a_lesson("1.3")],
            [],
            ("begun", "1 of 3 lessons read"),
        ),
        (
            [a_lesson("1.1", read=True), a_lesson("1.2", read=True), a_lesson("1.3")],
            [a_quiz()],
            ("begun", "Lesson 1.3 left"),
        ),
        ([a_lesson("1.1"), a_lesson("1.2")], [failed()], ("begun", "0 of 2 lessons read")),
        ([a_lesson("1.1")], [passed()], ("begun", "Lesson 1.1 left")),
        ([a_lesson("1.1", read=True)], [a_quiz()], ("begun", "Quiz left")),
        ([a_lesson("1.1", read=True)], [failed(), a_quiz("q2")], ("begun", "Two quizzes left")),
        ([], [a_quiz()], ("not-started", "Not started")),
        ([], [], ("in-preparation", "In preparation")),
    ],
)
def test_a_module_tells_its_state_in_words(lessons, quizzes, state):
    assert module_words(lessons, quizzes)[0] == state


def test_every_module_has_a_state_in_the_courses_order():
    found = progress_of(MODULES, [a_lesson("2.1", read=True)], [])
    assert found.modules == (
        State("foundations", "in-preparation", "In preparation"),
        State("safety", "complete", "Complete"),
    )


# Lessons


def test_a_lesson_tells_whether_it_is_read_or_what_it_takes():
    lessons = [a_lesson("1.1", read=True), a_lesson("1.2"), a_lesson("2.1")]
    assert progress_of(MODULES, lessons, [], Place("l1.2", 4, 7)).lessons == (
        State("l1.1", "read", "Read"),
        State("l1.2", "begun", "3 min left"),
        State("l2.1", "unread", "5 min"),
    )


@pytest.mark.parametrize(
    ("paragraph", "paragraphs", "minutes"),
    [(1, 5, 5), (2, 5, 4), (4, 7, 3), (7, 7, 1), (9, 7, 1), (0, 5, 5), (1, 0, 5)],
)
def test_minutes_left_are_the_share_of_the_paragraphs_not_yet_passed_rounded_up(paragraph, paragraphs, minutes):
    found = progress_of(MODULES, [a_lesson("1.1")], [], Place("l1.1", paragraph, paragraphs))
    assert found.minutes_left == minutes


def test_a_lesson_is_begun_from_its_second_paragraph_on():
    first, second = (
        progress_of(MODULES, [a_lesson("1.1")], [], Place("l1.1", paragraph, 5)).lessons for paragraph in (1, 2)
    )
    assert first == (State("l1.1", "unread", "5 min"),)
    assert second == (State("l1.1", "begun", "4 min left"),)


# Quizzes


@pytest.mark.parametrize(
    ("quiz", "kind", "words"),
    [
        (passed(), "passed", "Passed"),
        (passed(open_attempt=True), "passed", "Passed"),
        (failed(), "not-passed", "One more needed"),
        (failed(best=2), "not-passed", "Three more needed"),
        (failed(attempts_used=3, attempts_allowed=3), "not-passed", "One more needed, no attempt left"),
        (failed(best=5), "not-passed", "Too few in one section"),
        (failed(open_attempt=True), "begun", "Attempt open"),
        (a_quiz(attempts_used=1), "not-passed", "Result to come"),
        (a_quiz(attempts_used=1, overdue_attempt=True), "begun", "Time was up"),
        (a_quiz(), "open", "Open"),
        (a_quiz(attempts_allowed=3), "open", "Open, 3 attempts"),
        (a_quiz(attempts_allowed=1), "open", "Open, 1 attempt"),
    ],
)
def test_a_quiz_tells_its_state_in_words(quiz, kind, words):
    assert progress_of(MODULES, [], [quiz]).quizzes == (State("q1", kind, words),)


# The next step


def test_an_attempt_whose_time_was_up_is_not_gone_on_with():
    quizzes = [a_quiz("q2", overdue_attempt=True, attempts_used=1, title="Extra")]
    assert progress_of(MODULES, [a_lesson("1.1")], quizzes).next == Next("overdue", "q2", "Extra")


def test_an_open_attempt_comes_first():
    lessons = [a_lesson("1.1")]
    quizzes = [a_quiz(), a_quiz("q2", required=False, open_attempt=True, attempts_used=1, title="Extra")]
    assert progress_of(MODULES, lessons, quizzes, Place("l1.1", 2, 3)).next == Next("attempt", "q2", "Extra")


def test_then_the_lesson_that_was_left_with_its_place():
    place = Place("l1.2", 4, 7)
    found = progress_of(MODULES, [a_lesson("1.1"), a_lesson("1.2")], [a_quiz()], place)
    assert found.next == Next("lesson", "l1.2", "Lesson 1.2", number="1.2", minutes=3, place=place)


@pytest.mark.parametrize("place", [None, Place("l1.1", 2, 3), Place("gone", 2, 3)])
def test_then_the_first_unread_lesson_when_no_unread_one_was_left(place):
    lessons = [a_lesson("1.1", read=True), a_lesson("1.2"), a_lesson("2.1")]
    assert progress_of(MODULES, lessons, [a_quiz()], place).next == Next(
        "lesson", "l1.2", "Lesson 1.2", number="1.2", minutes=5
    )


def test_of_several_open_attempts_the_one_that_ends_first_comes_first():
    quizzes = [
        a_quiz("q1", open_attempt=True),
        a_quiz("q2", open_attempt=True, open_until=START + timedelta(minutes=20)),
        a_quiz("q3", open_attempt=True, open_until=START + timedelta(minutes=10), title="Soon"),
    ]
    assert progress_of(MODULES, [a_lesson("1.1")], quizzes).next == Next("attempt", "q3", "Soon")


def test_then_the_first_required_quiz_that_is_not_passed_and_has_an_attempt_left():
    quizzes = [
        passed(),
        a_quiz("q2", required=False),
        failed("q3", attempts_used=3, attempts_allowed=3),
        failed("q4", title="Timelines"),
        a_quiz("q5"),
    ]
    assert progress_of(MODULES, [a_lesson("1.1", read=True)], quizzes).next == Next("quiz", "q4", "Timelines")


def test_and_nothing_when_nothing_can_be_done():
    assert progress_of(MODULES, [], [failed(attempts_used=1, attempts_allowed=1)]).next is None


# Properties

lesson_lists = st.lists(st.tuples(st.sampled_from("12"), st.booleans(), st.integers(1, 20)), max_size=6).map(
    lambda rows: [
        a_lesson(f"{module}.{place}", read, minutes)
        for place, (module, read, minutes) in enumerate(sorted(rows), start=1)
    ]
)
quiz_lists = st.lists(
    st.builds(
        a_quiz,
        module=st.sampled_from([*MODULES, ""]),
        required=st.booleans(),
        best=st.none() | st.integers(0, 6 * POINT),
        passed=st.booleans(),
        attempts_used=st.integers(0, 3),
        attempts_allowed=st.none() | st.integers(1, 3),
        open_attempt=st.booleans(),
    ),
    max_size=4,
)
places = st.none() | st.builds(Place, st.sampled_from(["l1.1", "l1.2", "gone"]), st.integers(1, 9), st.integers(0, 9))


@settings(max_examples=120, deadline=None)
@given(lesson_lists, quiz_lists, places, st.booleans())
def test_a_course_is_complete_exactly_when_nothing_is_said_to_be_missing(lessons, quizzes, place, completed):
    found = progress_of(MODULES, lessons, quizzes, place, completed=completed)
    required = [quiz for quiz in quizzes if quiz.required]
    all_done = all(lesson.read for lesson in lessons) and all(quiz.passed for quiz in required)
    assert found.complete is (completed or (all_done and bool(lessons or required)))
    assert (found.reasons == ()) is found.complete
    assert all(text_of(reason).endswith(".") for reason in found.reasons)
    assert (found.minutes_left == 0) is all(lesson.read for lesson in lessons)


def test_while_lessons_are_planned_the_course_is_not_complete_and_says_so():
    found = progress_of(MODULES, [a_lesson("1.1", read=True)], [passed()], planned={MODULES[0]: 1, MODULES[1]: 11})
    assert (found.complete, found.next, found.is_up_to_date) == (False, None, True)
    assert found.reasons[-1] == ("12 more lessons are in preparation.",)
