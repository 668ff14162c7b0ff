"""When a key enrols somebody, and what is said when it does not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.enrolment_keys import Key, refusal, refusal_of_learner, word_of
from course_app.gateways import chance

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "begins"),
    [
        (Key(None, 10_000, None, None), ""),
        (Key(2, 1, NOW + timedelta(milliseconds=1), None), ""),
        (Key(2, 2, None, None), "All 2 seats of this key are taken."),
        (Key(1, 1, None, None), "The one seat of this key is taken."),
        (Key(2, 0, NOW, None), "The time for which this key was given is over."),
        (Key(2, 0, None, NOW), "This key was withdrawn."),
        (Key(2, 2, NOW, NOW, is_retired=True), "This key was withdrawn."),
        (Key(2, 2, NOW, None, is_retired=True), "The group that this key is for takes nobody any more."),
    ],
)
def test_a_key_enrols_while_nothing_ends_it_and_says_what_did(key, begins):
    said = refusal(key, NOW)
    assert (said.startswith(begins), bool(said)) == (True, bool(begins))
    assert not said or "You were not enrolled. Ask whoever gave it to you for another one." in said


def test_somebody_who_learns_in_another_group_stays_there():
    assert refusal_of_learner("A course", "Autumn", None) == refusal_of_learner("A course", "Autumn", "") == ""
    assert refusal_of_learner("A course", "Autumn", "Autumn").startswith(
        "You are enrolled in “A course” with this key’s"
    )
    assert "with “Spring”. A key does not move you" in refusal_of_learner("A course", "Autumn", "Spring")


@given(st.sampled_from(["", " ", "-", " – "]), st.booleans())
def test_a_word_may_be_typed_with_or_without_its_hyphens_and_in_capitals(between, is_loud):
    word = chance.password()
    typed = between.join(word.split("-"))
    assert word_of(f" {typed.upper() if is_loud else typed} ") == word


@given(st.text(max_size=60))
def test_whatever_is_typed_is_no_longer_than_a_word_and_one_letter(typed):
    assert len(word_of(typed)) <= 21
