"""What of an enquiry looks like spam, and when a form is taken."""

from datetime import timedelta

import pytest

from course_app.domain.enquiries import TOO_LATE, TOO_SOON, TooManyEnquiries, fault_of_time, sign_of_spam
from tests.conftest import START


@pytest.mark.parametrize(
    ("left_empty", "text", "sign"),
    [
        ("", "", ""),
        ("", "See https://example.org and http://example.com", ""),
        ("", "https://a.example HTTP://b.example www.c.example", "links"),
        ("anything", "Is it warm?", "left-empty"),
    ],
)
def test_spam_is_what_fills_in_the_unseen_field_or_holds_more_than_two_links(left_empty, text, sign):
    assert sign_of_spam(left_empty, text) == sign


@pytest.mark.parametrize(
    ("open_for", "sentence"),
    [
        (timedelta(milliseconds=2_999), TOO_SOON),
        (timedelta(seconds=3), ""),
        (timedelta(days=1), ""),
        (timedelta(days=1, milliseconds=1), TOO_LATE),
    ],
)
def test_a_form_is_taken_from_three_seconds_to_a_day_after_it_was_opened(open_for, sentence):
    assert fault_of_time(START, START + open_for) == sentence


def test_a_form_that_does_not_say_when_it_was_opened_is_not_taken():
    assert fault_of_time(None, START) == TOO_LATE


def test_whoever_has_to_wait_is_told_how_long():
    refusal = TooManyEnquiries(timedelta(seconds=61))
    assert (refusal.seconds, "Wait 2 minutes, then press the button again." in str(refusal)) == (61, True)
