"""What may be shown of an attempt, and when."""

from dataclasses import astuple, fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.quizzes import SHOWN, ReviewPolicy
from course_app.domain.review_policy import PHASES, Release, promises, released

EVERYTHING = Release(score=True, topics=True, choices=True, key=True, rationales=True, passages=True)
FINAL = ReviewPolicy(failed=("score", "topics"))


def test_a_release_has_a_field_for_every_word_of_a_policy():
    assert tuple(field.name for field in fields(Release)) == SHOWN


@pytest.mark.parametrize("passed", [True, False, None])
def test_nothing_is_released_while_an_attempt_is_open(passed):
    assert released(ReviewPolicy(), "open", passed) == Release()


def test_nothing_is_released_before_the_grade():
    assert released(ReviewPolicy(), "submitted", None) == Release()


def test_a_full_policy_releases_everything_after_submission():
    assert released(ReviewPolicy(), "submitted", passed=True) == EVERYTHING
    assert released(ReviewPolicy(), "submitted", passed=False) == EVERYTHING


def test_a_failed_final_releases_score_and_topics_alone():
    assert released(FINAL, "submitted", passed=False) == Release(score=True, topics=True)
    assert released(FINAL, "submitted", passed=True) == EVERYTHING


def test_choices_may_be_shown_without_telling_which_are_right():
    shown = released(ReviewPolicy(passed=("score", "topics", "choices")), "submitted", passed=True)
    assert shown == Release(score=True, topics=True, choices=True)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (("score", "topics", "choices", "rationales"), Release(score=True, topics=True, choices=True)),
        (("score", "topics", "choices", "passages"), Release(score=True, topics=True, choices=True)),
        (
            ("score", "topics", "choices", "key", "passages"),
            Release(score=True, topics=True, choices=True, key=True),
        ),
        (("key", "rationales"), Release()),
        (("passages", "key", "choices", "topics", "score"), Release(score=True, topics=True, choices=True, key=True)),
        ((), Release()),
    ],
)
def test_what_stands_to_the_right_of_a_gap_stays_closed(listed, expected):
    assert released(ReviewPolicy(failed=listed), "submitted", passed=False) == expected


def test_an_unknown_phase_releases_nothing():
    with pytest.raises(ValueError, match="unknown phase: Open"):
        released(ReviewPolicy(), "Open", passed=True)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([*SHOWN, "hints"]), max_size=7).map(tuple),
    st.sampled_from(PHASES),
    st.sampled_from([True, False, None]),
)
def test_a_release_is_an_unbroken_run_of_what_the_policy_lists(listed, phase, passed):
    shown = astuple(released(ReviewPolicy(passed=listed, failed=listed), phase, passed))
    assert shown == tuple(sorted(shown, reverse=True))
    assert {word for word, is_shown in zip(SHOWN, shown, strict=True) if is_shown} <= set(listed)


@settings(max_examples=100, deadline=None)
@given(st.sets(st.sampled_from(SHOWN)), st.sets(st.sampled_from(SHOWN)))
def test_a_policy_that_lists_more_never_releases_less(some, more):
    narrow = released(ReviewPolicy(passed=tuple(some)), "submitted", passed=True)
    wide = released(ReviewPolicy(passed=tuple(some | more)), "submitted", passed=True)
    assert all(after >= before for before, after in zip(astuple(narrow), astuple(wide), strict=True))


# What the start page promises


def test_one_promise_when_the_outcome_makes_no_difference():
    assert promises(ReviewPolicy()) == [
        "Your score by topic, your answers, the right ones, the reasons for every option and where each is taught."
    ]


def test_two_promises_when_it_does():
    assert promises(FINAL) == [
        "If you pass: your score by topic, your answers, the right ones, the reasons for every option and where each "
        "is taught.",
        "If not: your score by topic.",
    ]


def test_a_policy_that_shows_next_to_nothing_says_so():
    assert promises(ReviewPolicy(passed=("score",), failed=())) == [
        "If you pass: your score.",
        "If not: only that you handed it in.",
    ]
