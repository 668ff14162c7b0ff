"""What a new attempt waits for: the quiz's window, the delay since the last close, a confirmed e-mail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.attempts import (
    Closed,
    EmailNotConfirmed,
    NotOpenYet,
    StartFacts,
    TooSoon,
    may_start,
    waits_until,
)
from course_app.domain.quizzes import Quiz

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = 86_400
A_FIRST = StartFacts(
    enrolment_active=True,
    quiz_published=True,
    started=0,
    last_closed_at=None,
    has_open=False,
    email_confirmed=True,
)


def after(seconds):
    return NINE + timedelta(seconds=seconds)


def a_quiz(name="mechanisms", **rules):
    return Quiz(id=name, title="A quiz", sections=(), **rules)


# What a page says, with the moment after it


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (NotOpenYet, "This quiz is not open yet. It opens on"),
        (
            Closed,
            "This quiz has closed, so no attempt can start. Earlier attempts and their results are kept. If you need a "
            "later time, ask your instructor. It closed on",
        ),
        (partial(TooSoon, DAY), "The next attempt can start 24 hours after the end of the last one. That is"),
    ],
)
def test_a_refusal_that_has_to_do_with_a_moment_leads_to_it(kind, said):
    error = kind(NINE)
    assert (f"{error} {error.when_is}", error.when) == (said, NINE)


# The delay


def test_the_wait_ends_to_the_second():
    assert waits_until([NINE], DAY, after(DAY - 1)) == after(DAY)
    assert waits_until([NINE], DAY, after(DAY)) is None


@pytest.mark.parametrize("closes", [[NINE, after(60)], [after(60), NINE], [NINE, None, after(60)]])
def test_the_latest_close_counts_in_whatever_order_they_come_and_an_open_attempt_has_none(closes):
    assert waits_until(closes, DAY, after(100)) == after(DAY + 60)


@pytest.mark.parametrize(("closes", "delay"), [([], DAY), ([None], DAY), ([NINE], None)])
def test_without_a_close_or_a_delay_nothing_is_waited_for(closes, delay):
    assert waits_until(closes, delay, NINE) is None


@given(st.lists(st.integers(0, DAY), max_size=4), st.none() | st.integers(0, DAY), st.integers(DAY, 3 * DAY))
def test_a_start_is_refused_as_too_soon_exactly_until_the_moment_that_pages_tell(closes, delay, now):
    told = waits_until(map(after, closes), delay, after(now))
    waiting = replace(A_FIRST, started=len(closes), last_closed_at=after(max(closes)) if closes else None)
    if told is None:
        assert may_start(waiting, a_quiz(delay=delay), after(now)) is None
        return
    with pytest.raises(TooSoon) as refused:
        may_start(waiting, a_quiz(delay=delay), after(now))
    assert refused.value.when == told
    assert may_start(waiting, a_quiz(delay=delay), told) is None


# The e-mail


@pytest.mark.parametrize("quiz", [a_quiz("final-assessment"), a_quiz(attempts=3)])
def test_an_assessed_quiz_asks_for_a_confirmed_email_and_says_what_stays_open(quiz):
    assert may_start(A_FIRST, quiz, NINE) is None
    with pytest.raises(EmailNotConfirmed) as refused:
        may_start(replace(A_FIRST, email_confirmed=False), quiz, NINE)
    assert str(refused.value) == (
        "Confirm your e-mail before you start: this quiz is assessed, and its result has to reach you. Every lesson "
        "and the practice quizzes stay open meanwhile."
    )


def test_a_practice_quiz_and_an_attempt_under_way_ask_for_no_email():
    assert may_start(replace(A_FIRST, email_confirmed=False), a_quiz(), NINE) is None
    assert may_start(replace(A_FIRST, email_confirmed=False, has_open=True), a_quiz(attempts=3), NINE) is None


def test_nobody_is_sent_to_confirm_an_email_while_something_else_stands_in_the_way():
    quiz = a_quiz(attempts=3, delay=DAY)
    waiting = replace(A_FIRST, started=1, last_closed_at=NINE, email_confirmed=False)
    with pytest.raises(TooSoon):
        may_start(waiting, quiz, after(DAY - 1))
    with pytest.raises(EmailNotConfirmed):
        may_start(waiting, quiz, after(DAY))
