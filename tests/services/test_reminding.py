"""Reminders: whom each kind of rule reaches, once each, by day, apart from each other and within the day's limit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update

from course_app.domain.reminders import MOST_RULES, NotSet, Rule
from course_app.domain.subscriptions import PAGE, REMINDERS
from course_app.extensions import read_connection
from course_app.formats.mail_texts import STOP
from course_app.models import AuditEntry, Cohort, CourseCompletion, Enrolment, Message
from course_app.queries.catalogue import newest_outline
from course_app.queries.reminders import reach_of, reminders_page
from course_app.services import administering, grouping, reminding, subscribing
from course_app.services.administering import NoSuchThing
from course_app.services.announcing import write_announcements
from course_app.services.enrolling_others import enrol, set_end, withdraw
from course_app.services.studying import remember_place
from course_app.services.transaction import transaction
from tests.conftest import enrolment_of, person_named
from tests.mail_acts import announced_to, rule_of, subscribed

LEARNERS = ("learner", "classmate", "outsider")
IDLE = Rule("not-started", 7, "")


@pytest.fixture
def cohort(app, time):
    return cohort_of("Autumn", time.time)


@pytest.fixture
def limited(app):
    """Let so many mails be written a day."""
    settings = app.config["SETTINGS"]

    def to(number):
        app.config["SETTINGS"] = replace(settings, mails_a_day=number)

    yield to
    app.config["SETTINGS"] = settings


def cohort_of(name, now, settings=None):
    admin = person_named("admin").id
    made = grouping.make_cohort(admin, "small-course", settings or grouping.CohortSettings(name), now)
    for one in LEARNERS:
        enrol(admin, person_named(one).public_id, "small-course", made, now)
    return made


def days(number):
    return timedelta(days=number)


def remind(now):
    return reminding.remind("https://example.org/learn/{}".format, now)


def written():
    with read_connection() as connection:
        return [row.address.partition("@")[0] for row in connection.execute(select(Message).order_by(Message.id))]


def studied(name, now):
    lesson = newest_outline("small-course").written[0].lesson_id
    remember_place(enrolment_of(name), lesson, 1, now)


def complete(name, now):
    with transaction() as session:
        done = {"enrolment_id": enrolment_of(name), "course_version_id": newest_outline("small-course").version_id}
        session.execute(insert(CourseCompletion).values(**done, public_id="c" * 32, completed_at=now))


def test_a_rule_reminds_everybody_who_is_due_once(cohort, time):
    rule_of(cohort, time.time, replace(IDLE, note="Ffoniwch ni.\n\n茶"))
    assert remind(time.time + days(6)) == 0
    assert [remind(time.time + days(number)) for number in (7, 7, 30)] == [3, 0, 0]
    assert sorted(written()) == sorted(LEARNERS)
    with read_connection() as connection:
        mail = connection.execute(select(Message).where(Message.address == "learner@example.org")).one()
    assert (mail.subject, mail.body) == (
        "“A small course” is waiting for you",
        "Dear Siân Ŵyn,\n\nYou are enrolled in “A small course” and have not begun it yet. Your place in it is kept "
        "here:\n\nhttps://example.org/learn/small-course\n\nFfoniwch ni.\n\n茶\n\nYou get this since you are in a "
        f"group of “A small course”. If you want no reminders, stop them here:\n\n{STOP}\n\nBreeze Academy\n",
    )
    (line,) = reminders_page(cohort, time.time + days(8)).lines
    assert (line.reminded, line.waiting) == (3, 0)


def test_who_has_begun_is_not_told_to_begin(cohort, time):
    rule_of(cohort, time.time)
    studied("classmate", time.time + days(1))
    assert remind(time.time + days(8)) == 2
    assert sorted(written()) == ["learner", "outsider"]


def test_a_cohort_that_begins_later_is_counted_from_its_first_day(app, time):
    starts = (time.time + days(10)).date()
    cohort = cohort_of("", time.time, grouping.CohortSettings("Later", starts_on=starts))
    rule_of(cohort, time.time)
    assert [remind(time.time + days(number)) for number in (8, 16, 17)] == [0, 0, 3]


def test_who_has_begun_and_stopped_is_reminded_unless_they_have_completed(cohort, time):
    rule_of(cohort, time.time, Rule("stalled", 14, ""))
    studied("learner", time.time)
    studied("classmate", time.time)
    studied("outsider", time.time + days(3))
    complete("classmate", time.time + days(1))
    assert [remind(time.time + days(number)) for number in (13, 14, 17)] == [0, 1, 1]
    assert written() == ["learner", "outsider"]


def test_whose_time_runs_out_is_told_their_last_day(cohort, time):
    person, last = person_named("learner"), date(2026, 12, 20)
    set_end(person_named("admin").id, person.public_id, enrolment_of("learner"), last, time.time)
    rule_of(cohort, time.time, Rule("closing", 10, ""))
    assert [remind(time.time + days(number)) for number in (17, 19, 20)] == [0, 1, 0]
    with read_connection() as connection:
        assert (
            connection.execute(select(Message.subject)).scalar()
            == "“A small course”: open to you until 20 December 2026"
        )


def test_the_end_of_a_cohort_counts_and_who_is_over_it_gets_none(app, time):
    ends = (time.time + days(5)).date()
    cohort = cohort_of("", time.time, grouping.CohortSettings("Short", ends_on=ends))
    rule_of(cohort, time.time, Rule("closing", 3, ""))
    assert [remind(time.time + days(number)) for number in (2, 9)] == [0, 0]
    assert remind(time.time + days(4)) == 3


def test_nobody_is_reminded_by_night(cohort, time):
    rule_of(cohort, time.time)
    assert remind(time.time + days(8) + timedelta(hours=9)) == 0
    assert remind(time.time + days(9)) == 3


def test_nobody_gets_two_within_three_days(cohort, time):
    rule_of(cohort, time.time)
    rule_of(cohort, time.time, Rule("not-started", 8, ""))
    assert [remind(time.time + days(number)) for number in (8, 9, 11)] == [3, 0, 3]


def test_who_stopped_them_left_or_cannot_sign_in_gets_none(cohort, time):
    admin = person_named("admin").id
    rule_of(cohort, time.time)
    subscribing.stop(subscribed(person_named("learner").id, time.time, REMINDERS), PAGE, time.time)
    withdraw(admin, person_named("classmate").public_id, enrolment_of("classmate"), "Left", time.time)
    administering.close_account(admin, person_named("outsider").public_id, "Lost", time.time)
    assert reminders_page(cohort, time.time).stopped == 1
    assert remind(time.time + days(8)) == 0


def test_announcements_and_reminders_share_the_days_limit(cohort, time, limited):
    rule_of(cohort, time.time)
    later = time.time + days(8)
    announced_to(cohort, later)
    limited(4)
    assert (write_announcements(later), remind(later), remind(later + days(1))) == (3, 1, 2)


def test_a_rule_that_is_off_reminds_nobody_and_on_again_goes_on(cohort, time):
    admin, key = person_named("admin").id, rule_of(cohort, time.time)
    for _ in range(2):
        reminding.switch(admin, cohort, key, time.time, is_on=False)
    assert remind(time.time + days(8)) == 0
    reminding.switch(admin, cohort, key, time.time, is_on=True)
    assert remind(time.time + days(8)) == 3
    with read_connection() as connection:
        said = connection.execute(select(AuditEntry.verb).where(AuditEntry.verb.like("reminder%"))).scalars()
        assert list(said) == ["reminder set", "reminder switched off", "reminder switched on"]


def test_the_same_again_is_one_rule_and_other_words_take_its_place(cohort, time):
    admin = person_named("admin").id
    for note in ("", "", "Ffoniwch"):
        reminding.set_rule(admin, cohort, replace(IDLE, note=note), 0, time.time)
    (line,) = reminders_page(cohort, time.time).lines
    assert (line.rule.note, line.is_on) == ("Ffoniwch", True)


def test_more_people_than_were_seen_are_not_reminded(cohort, time):
    later = time.time + days(8)
    assert reach_of(cohort, IDLE, later) == 3
    with pytest.raises(NotSet, match="It would remind three people at once by now, not 2"):
        reminding.set_rule(person_named("admin").id, cohort, IDLE, 2, later)
    assert reminders_page(cohort, later).lines == ()


def test_a_cohort_has_only_so_many_rules(cohort, time):
    for number in range(MOST_RULES):
        rule_of(cohort, time.time, replace(IDLE, days=number + 1))
    with pytest.raises(NotSet, match=f"at most {MOST_RULES} rules"):
        rule_of(cohort, time.time, replace(IDLE, days=90))


def test_what_is_not_there_is_refused(cohort, time):
    admin, key = person_named("admin").id, rule_of(cohort, time.time)
    other = grouping.make_cohort(admin, "small-course", grouping.CohortSettings("Spring"), time.time)
    with pytest.raises(NoSuchThing):
        reminding.set_rule(admin, key, IDLE, 9, time.time)
    with pytest.raises(NoSuchThing):
        reminding.switch(admin, other, key, time.time, is_on=False)
    assert (reach_of(key, IDLE, time.time), reminders_page(key, time.time)) == (0, None)


def test_who_was_moved_elsewhere_is_not_reminded_here(cohort, time):
    rule_of(cohort, time.time)
    other = grouping.make_cohort(person_named("admin").id, "small-course", grouping.CohortSettings("Spring"), time.time)
    with transaction() as session:
        spring = session.scalars(select(Cohort.id).where(Cohort.public_id == other)).one()
        session.execute(update(Enrolment).where(Enrolment.id == enrolment_of("learner")).values(cohort_id=spring))
    assert remind(time.time + days(8)) == 2
