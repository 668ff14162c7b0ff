"""Suggesting corrections and deciding on them: once each, limited, the newest decision holding."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from course_app.domain.corrections import MOST, TooManySuggested
from course_app.extensions import read_connection
from course_app.models import AuditEntry, Correction
from course_app.queries.catalogue import newest_outline
from course_app.queries.corrections import inbox, own_corrections
from course_app.services.correcting import DecidedMeanwhile, Decision, NoSuchCorrection, decide, suggest
from tests.acts import KETTLES, suggested_by
from tests.conftest import person_named
from tests.meeting import at_once

UP, DOWN = Decision("taken-up", "", 0), Decision("declined", "The survey says one.", 0)


@pytest.fixture
def learner(app):
    return person_named("learner").id


def stored():
    with read_connection() as connection:
        columns = (Correction.passage, Correction.wording, Correction.body, Correction.state, Correction.answer)
        return [tuple(row) for row in connection.execute(select(*columns).order_by(Correction.id))]


def test_the_words_as_seen_are_kept_and_the_same_again_adds_nothing(small, learner, time):
    first = suggested_by(learner, time.time)
    assert suggested_by(learner, time.advance(minutes=1)) == first
    assert stored() == [("kettles-whistle", KETTLES, "It was two in ten.", "open", "")]


def test_two_tabs_that_send_the_same_at_once_leave_one(app, small, learner, time):
    place = small.passages["kettles-whistle"]
    at_once(app, *[lambda: suggest(learner, small.course_id, place, "Two.", time.time)] * 2)
    assert [row[2] for row in stored()] == ["Two."]


def test_there_is_a_limit_a_day_for_each_person(small, learner, time):
    for number in range(MOST):
        suggested_by(learner, time.time, f"Number {number}")
    with pytest.raises(TooManySuggested):
        suggested_by(learner, time.time + timedelta(hours=23, minutes=59), "One more")
    suggested_by(person_named("classmate").id, time.time, "Mine")
    suggested_by(learner, time.advance(days=1), "One more")
    assert len(stored()) == MOST + 2


def test_the_newest_decision_holds_and_nobody_overwrites_what_they_have_not_seen(small, ann, learner, time):
    one, admin = suggested_by(learner, time.time), person_named("admin").id
    decide(ann, small.course_id, one, UP, time.time)
    decide(admin, small.course_id, one, UP, time.advance(minutes=1))
    with pytest.raises(DecidedMeanwhile):
        decide(admin, small.course_id, one, DOWN, time.time)
    assert [row[3:] for row in stored()] == [("taken-up", "")]
    decide(admin, small.course_id, one, replace(DOWN, seen=1), time.time)
    assert [row[3:] for row in stored()] == [("declined", "The survey says one.")]
    with read_connection() as connection:
        noted = select(AuditEntry.verb, AuditEntry.actor_id, AuditEntry.person_id, AuditEntry.reason)
        entries = connection.execute(noted.where(AuditEntry.verb.like("correction %")).order_by(AuditEntry.id))
        assert [tuple(row) for row in entries] == [
            ("correction taken up", ann, learner, ""),
            ("correction declined", admin, learner, "The survey says one."),
        ]


def test_a_correction_of_another_course_is_not_there(app, ann, learner, time):
    one = suggested_by(learner, time.time)
    with pytest.raises(NoSuchCorrection):
        decide(ann, newest_outline("closed-course").course_id, one, UP, time.time)


def test_the_inbox_and_ones_own_are_paged_by_key_without_loss(small, ann, learner, time):
    for number in range(MOST):
        suggested_by(learner, time.time, f"A {number}")
        suggested_by(person_named("classmate").id, time.time, f"B {number}")
    first = inbox(small, decided=False)
    second = inbox(small, decided=False, after=first.following)
    bodies = [one.body for one in (*first.corrections, *second.corrections)]
    assert bodies == [f"{who} {number}" for number in range(MOST) for who in "AB"]
    assert (len(first.corrections), first.waiting, second.following) == (20, 40, "")
    for one in (*first.corrections, *second.corrections)[:22]:
        decide(ann, small.course_id, one.public_id, UP, time.time)
    done = inbox(small, decided=True)
    rest = inbox(small, decided=True, after=done.following)
    assert [one.body for one in (*done.corrections, *rest.corrections)] == bodies[21::-1]
    assert [one.body for one in own_corrections(small, learner).corrections] == [f"A {n}" for n in range(19, -1, -1)]
