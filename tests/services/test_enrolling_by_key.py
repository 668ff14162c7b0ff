"""Keys with which people enrol themselves, and the day on which access ends."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from course_app.domain.enrolment_keys import KeyRefused, TooManyGuesses
from course_app.domain.enrolments import EnrolmentEnded
from course_app.extensions import read_connection
from course_app.models import AuditEntry, Cohort, Enrolment, EnrolmentKey
from course_app.queries.enrolment_keys import keys_of
from course_app.queries.standing import standing
from course_app.services import enrolling, enrolling_by_key, enrolling_others, grouping
from course_app.services.enrolling_by_key import Guest, PastDay
from tests.conftest import START, enrolment_of, person_named

TODAY = date(2026, 11, 22)


@pytest.fixture
def admin(app):
    return person_named("admin").id


@pytest.fixture
def autumn(admin):
    return grouping.make_cohort(admin, "closed-course", grouping.CohortSettings("Autumn"), START)


def use(name, word, now=START):
    person = person_named(name)
    return enrolling_by_key.enrol_by_key(Guest(person.id, person.email, "192.0.2.1"), word, now)


def said(name, word, now=START):
    with pytest.raises(KeyRefused) as refusal:
        use(name, word, now)
    return str(refusal.value)


def enrolments(name):
    """(cohort, cycle, has ended) of a person’s enrolments."""
    person = person_named(name).id
    with read_connection() as connection:
        rows = connection.execute(
            select(Cohort.name, Enrolment.cycle, Enrolment.ended_at.is_not(None))
            .select_from(Enrolment)
            .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
            .where(Enrolment.person_id == person)
            .order_by(Enrolment.id)
        )
        return [tuple(row) for row in rows]


def verbs():
    with read_connection() as connection:
        return connection.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)).all()


def test_a_key_enrols_in_its_cohort_until_its_seats_are_taken(admin, autumn):
    word = enrolling_by_key.make_key(admin, autumn, 1, TODAY, START)
    assert use("observer", word.upper().replace("-", " ")) == "closed-course"
    assert enrolments("observer") == [("Autumn", 1, False)]
    assert said("observer", word).startswith("You are enrolled in “A closed course” with this key’s group already.")
    assert said("reviewer", word).startswith("The one seat of this key is taken.")
    (line,) = keys_of(autumn, START)
    assert (line.seats, line.uses, line.last_day, line.works) == (1, 1, TODAY, False)
    assert verbs()[-2:] == ["key made", "enrolled by a key"]


def test_a_key_ends_with_its_last_day_when_it_is_withdrawn_and_with_its_cohort(admin, autumn):
    word = enrolling_by_key.make_key(admin, autumn, None, TODAY, START)
    assert said("reviewer", word, START + timedelta(hours=15)).startswith("The time for which")
    key = keys_of(autumn, START)[0].public_id
    for _ in range(2):
        enrolling_by_key.revoke_key(admin, autumn, key, START)
    assert said("reviewer", word).startswith("This key was withdrawn.")
    lasting = enrolling_by_key.make_key(admin, autumn, None, None, START)
    grouping.retire_cohort(admin, autumn, START)
    assert said("reviewer", lasting).startswith("The group that this key is for")
    with pytest.raises(PastDay):
        enrolling_by_key.make_key(admin, autumn, None, TODAY - timedelta(days=1), START)
    assert enrolments("reviewer") == []
    assert verbs().count("key withdrawn") == 1


def test_who_learns_in_no_cohort_comes_into_the_keys_and_who_learns_in_another_stays(admin, autumn):
    word = enrolling_by_key.make_key(admin, autumn, None, None, START)
    use("outsider", word)
    assert enrolments("outsider") == [("Autumn", 1, False)]
    spring = grouping.make_cohort(admin, "closed-course", grouping.CohortSettings("Spring"), START)
    other = enrolling_by_key.make_key(admin, spring, None, None, START)
    assert "A key does not move you" in said("outsider", other)
    assert [line.uses for one in (autumn, spring) for line in keys_of(one, START)] == [1, 0]


def test_who_was_withdrawn_is_not_enrolled_by_a_key(admin, autumn):
    word = enrolling_by_key.make_key(admin, autumn, None, None, START)
    outsider = person_named("outsider")
    enrolling_others.withdraw(admin, outsider.public_id, enrolment_of("outsider", "closed-course"), "Left", START)
    with pytest.raises(EnrolmentEnded):
        use("outsider", word)


def test_after_ten_words_that_are_none_one_waits_and_others_do_not(admin, autumn):
    word = enrolling_by_key.make_key(admin, autumn, None, None, START)
    for _ in range(10):
        assert said("observer", "aaaa-bbbb-cccc-dddd").startswith("There is no such key.")
    with pytest.raises(TooManyGuesses, match="Wait 15 minutes"):
        use("observer", word)
    assert use("reviewer", word) == "closed-course"
    assert use("observer", word, START + timedelta(minutes=15)) == "closed-course"


def test_access_ends_after_its_last_day_and_goes_on_when_it_is_given_more(admin):
    learner = person_named("learner")
    key = enrolment_of("learner")
    enrolling_others.set_end(admin, learner.public_id, key, TODAY, START)
    midnight = START.replace(hour=0) + timedelta(days=1)
    assert enrolling_others.end_expired(midnight - timedelta(milliseconds=1)) == 0
    assert standing("small-course", learner.id).is_enrolled
    assert [enrolling_others.end_expired(midnight + timedelta(minutes=1)) for _ in range(2)] == [1, 0]
    assert standing("small-course", learner.id).ended == (
        "Your access to “A small course” ended after 22 November 2026. What you did is kept, and whoever runs the "
        "course can give you more time."
    )
    with pytest.raises(EnrolmentEnded):
        enrolling.enrol_oneself(learner.id, "small-course", midnight)
    with pytest.raises(enrolling_others.CannotEnrol, match="This day is over"):
        enrolling_others.set_end(admin, learner.public_id, key, TODAY, midnight)
    enrolling_others.set_end(admin, learner.public_id, key, None, midnight)
    assert standing("small-course", learner.id).enrolment_id == key
    assert verbs()[-3:] == ["access set", "access ran out", "access set"]


def test_access_that_ran_out_is_not_given_back_beside_a_new_cycle(admin):
    learner, key = person_named("learner"), enrolment_of("learner")
    enrolling_others.set_end(admin, learner.public_id, key, TODAY, START)
    later = START + timedelta(days=1)
    enrolling_others.end_expired(later)
    enrolling_others.enrol(admin, learner.public_id, "small-course", "", later)
    with pytest.raises(enrolling_others.CannotEnrol, match="enrolled anew"):
        enrolling_others.set_end(admin, learner.public_id, key, None, later)
    assert enrolments("learner") == [(None, 1, True), (None, 2, False)]
    with read_connection() as connection:
        assert connection.scalar(select(func.count()).select_from(EnrolmentKey)) == 0
