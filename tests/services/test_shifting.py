"""A quiz opens and closes to a cohort at its own times: who is held to them, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from course_app.domain.attempts import Closed, NotOpenYet
from course_app.extensions import read_connection
from course_app.models import AuditEntry
from course_app.queries.attempts import attempt_page
from course_app.queries.catalogue import newest_outline
from course_app.queries.quiz_start import start_page
from course_app.services import attempting, enrolling_others, grouping
from course_app.services.accommodating import Single, adjust_quiz
from course_app.services.administering import NoSuchThing
from course_app.services.shifting import NotToBeShifted, Shift, set_window
from tests.conftest import START, person_named

COURSE = "closed-course"
GATE_OPENS = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)


@pytest.fixture
def learner(app):
    return person_named("outsider")


@pytest.fixture
def cohort(learner):
    """A cohort in which the learner is."""
    admin = person_named("admin").id
    made = grouping.make_cohort(admin, COURSE, grouping.CohortSettings("Autumn"), START)
    enrolling_others.enrol(admin, learner.public_id, COURSE, made, START)
    return made


def shift(cohort, quiz="gate", now=START, **typed):
    set_window(person_named("admin").id, newest_outline(COURSE), cohort, quiz, Shift(**typed), now)


def start(learner, now, quiz="gate"):
    return attempting.start_attempt(learner.id, COURSE, quiz, now, 7)


def entries():
    with read_connection() as connection:
        said = select(AuditEntry.reason).where(AuditEntry.verb == "quiz window set").order_by(AuditEntry.id)
        return list(connection.scalars(said))


def test_a_learner_starts_in_their_cohort_s_window_alone(learner, cohort):
    shift(cohort, days=7)
    with pytest.raises(NotOpenYet) as early:
        start(learner, GATE_OPENS)
    assert early.value.when == GATE_OPENS + WEEK
    page = start_page(learner.id, COURSE, "gate", GATE_OPENS + WEEK)
    assert (page.refusal, page.own.is_cohorts, page.own.usual.opens) == ("", True, GATE_OPENS)
    with pytest.raises(Closed):
        start(learner, GATE_OPENS + WEEK + 45 * MINUTE)
    assert start(learner, GATE_OPENS + WEEK)
    assert entries() == ["quiz gate: opens 2026-11-30 09:00, closes 2026-11-30 09:45"]


def test_dates_and_what_a_learner_is_given_come_together_and_blank_ones_give_everybody_s_back(learner, cohort):
    shift(cohort, opens="2026-11-24T09:00", closes="2026-11-24T10:00")
    given = Single(0, 0, "On leave.", 0, closes="2026-11-24T12:00")
    adjust_quiz(person_named("other-instructor").id, newest_outline(COURSE), learner.public_id, "gate", given, START)
    own = start_page(learner.id, COURSE, "gate", START).own
    assert (own.window.opens, own.window.closes) == tuple(datetime(2026, 11, 24, one, tzinfo=UTC) for one in (9, 12))
    for _twice in range(2):
        shift(cohort)
    assert start_page(learner.id, COURSE, "gate", START).own.window.opens == GATE_OPENS
    assert entries() == ["quiz gate: opens 2026-11-24 09:00, closes 2026-11-24 10:00", "quiz gate: as for everybody"]


def test_an_attempt_under_way_ends_later_with_its_cohort_s_closing_and_never_earlier(learner, cohort):
    attempt = start(learner, START, "noon")
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for closes, end in (("2026-11-22T14:00", 2), ("2026-11-22T13:00", 2), ("", 2)):
        shift(cohort, "noon", opens="", closes=closes)
        assert attempt_page(attempt, learner.id, START).due_at == noon + timedelta(hours=end)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"days": 7, "opens": "2026-11-24T09:00"}, "days"),
        ({"days": 1000}, "days"),
        ({"opens": "soon"}, "opens"),
        ({"opens": "2026-11-24T09:00"}, "closes"),
        ({"closes": "2027-03-28T01:30"}, "closes"),
    ],
)
def test_a_window_that_cannot_be_is_refused_at_its_field(cohort, typed, place):
    with pytest.raises(NotToBeShifted) as refused:
        shift(cohort, **typed)
    assert (refused.value.place, entries()) == (place, [])


def test_only_a_quiz_with_a_window_and_a_cohort_of_its_course_are_there(cohort):
    admin = person_named("admin").id
    elsewhere = grouping.make_cohort(admin, "small-course", grouping.CohortSettings("Spring"), START)
    for where, quiz in ((cohort, "doors"), (cohort, "none"), (elsewhere, "gate")):
        with pytest.raises(NoSuchThing):
            shift(where, quiz, days=1)
