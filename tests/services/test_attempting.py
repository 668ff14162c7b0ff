"""Starting attempts, handing them in, closing those whose time ran out."""

import pytest
from sqlalchemy import func, select

from course_app.domain import attempts as rules
from course_app.domain.grading import POINT
from course_app.domain.questions import key_of
from course_app.extensions import db
from course_app.gateways.chance import public_id
from course_app.models import Attempt, AttemptItem, Enrolment, Grade, Mark, Response
from course_app.queries.attempts import attempt_page
from course_app.queries.questions import question
from course_app.queries.results import result_page
from course_app.services import answering, attempting
from course_app.services.answer_desk import Given
from course_app.services.transaction import transaction
from tests.conftest import START, enrolment_of, person_named


def start(name="learner", quiz="practice", time=None, seed=7):
    return attempting.start_attempt(person_named(name).id, "small-course", quiz, time.time, seed)


def rows(statement):
    with db.engines["read"].connect() as connection:
        return connection.execute(statement).all()


def keys_of(attempt):
    """Slot → the aliases of its key, read where a browser cannot."""
    found = {}
    for slot, version, order in rows(
        select(AttemptItem.slot, AttemptItem.question_version_id, AttemptItem.option_order)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.public_id == attempt)
        .order_by(AttemptItem.slot)
    ):
        found[slot] = tuple("abcdef"[order.index(letter)] for letter in sorted(key_of(question(version))))
    return found


def answer(attempt, name, now, choices, client="tab"):
    given = [Given(slot, client, tuple(choice), seq=seq) for seq, (slot, choice) in enumerate(choices.items(), 1)]
    return answering.save(attempt, person_named(name).id, given, now)


def test_a_second_start_goes_on_with_the_open_attempt(app, time):
    first = start(time=time)
    assert start(time=time, seed=8) == first
    assert len(rows(select(Attempt.id))) == 1


def test_what_is_shown_is_drawn_from_the_slots_of_the_quiz_and_frozen(app, time):
    attempt = start(time=time)
    items = rows(
        select(AttemptItem.slot, AttemptItem.section, AttemptItem.question_version_id).order_by(AttemptItem.slot)
    )
    drawn = [question(version).id for _slot, _section, version in items]
    assert [(slot, section) for slot, section, _version in items] == [
        (1, "brewing"),
        (2, "brewing"),
        (3, "brewing"),
        (4, "effects"),
    ]
    assert [(one[0], len(set(drawn))) for one in drawn] == [("T", 4), ("T", 4), ("T", 4), ("M", 4)]
    assert [slot.number for slot in attempt_page(attempt, person_named("learner").id, time.time).slots] == [
        1,
        2,
        3,
        4,
    ]


def test_questions_not_met_before_are_drawn_first(app, time):
    met = set()
    for _ in range(2):
        attempt = start(time=time)
        met |= {question(version).id for (version,) in rows(select(AttemptItem.question_version_id))}
        attempting.submit(attempt, person_named("learner").id, time.advance(minutes=1))
    assert met == {"T01", "T02", "T03", "T04", "T05", "T06", "M01"}


def test_self_check_and_final_questions_are_never_drawn_for_practice(app, time):
    for seed in range(12):
        attempting.submit(start(time=time, seed=seed), person_named("learner").id, time.advance(minutes=1))
    drawn = {question(version) for (version,) in rows(select(AttemptItem.question_version_id))}
    assert {one.pool for one in drawn} == {"quiz"}


def test_a_right_attempt_has_all_points_and_passes(app, time):
    attempt = start(time=time)
    answer(attempt, "learner", time.time, keys_of(attempt))
    attempting.submit(attempt, person_named("learner").id, time.advance(minutes=3))
    assert rows(select(Grade.score, Grade.maximum, Grade.passed, Grade.number)) == [(4 * POINT, 4 * POINT, True, 1)]
    assert rows(select(Mark.slot, Mark.mark).order_by(Mark.slot)) == [(n, POINT) for n in (1, 2, 3, 4)]


def test_a_multiple_response_question_is_all_or_nothing(app, time):
    attempt = start(time=time)
    keys = keys_of(attempt)
    answer(attempt, "learner", time.time, keys | {4: keys[4][:1]})
    attempting.submit(attempt, person_named("learner").id, time.time)
    assert rows(select(Mark.mark).where(Mark.slot == 4)) == [(0,)]


def test_a_mark_names_the_response_it_was_given_for(app, time):
    attempt = start(time=time)
    answer(attempt, "learner", time.time, {2: ("a",)})
    attempting.submit(attempt, person_named("learner").id, time.time)
    (response,) = rows(select(Response.id))
    assert rows(select(Mark.response_id).order_by(Mark.slot)) == [(None,), response, (None,), (None,)]


def test_handing_in_twice_changes_nothing(app, time):
    attempt = start(time=time)
    attempting.submit(attempt, person_named("learner").id, time.time)
    attempting.submit(attempt, person_named("learner").id, time.advance(hours=1))
    assert rows(select(func.count(Grade.id), func.min(Attempt.closed_at)).join(Attempt)) == [(1, START)]


@pytest.mark.parametrize("stranger", ["classmate", "outsider", "instructor", "admin"])
def test_somebody_elses_attempt_is_not_there(app, time, stranger):
    attempt = start(time=time)
    other = person_named(stranger).id
    with pytest.raises(answering.AttemptNotFound):
        attempting.submit(attempt, other, time.time)
    with pytest.raises(answering.AttemptNotFound):
        answering.save(attempt, other, [Given(1, "tab", ("a",), seq=1)], time.time)
    assert attempt_page(attempt, other, time.time) is None
    assert result_page(attempt, other, time.time) is None


@pytest.mark.parametrize("quiz", ["doors", "nothing"])
def test_a_quiz_of_another_course_is_not_there(app, time, quiz):
    with pytest.raises(attempting.QuizNotFound):
        start(quiz=quiz, time=time)


def test_an_attempt_nobody_handed_in_is_closed_and_dated_at_its_deadline(app, time):
    attempt = start(quiz="sitting", time=time)
    answer(attempt, "learner", time.advance(minutes=9), {1: keys_of(attempt)[1]})
    assert attempting.close_overdue(time.advance(minutes=1)) == 0
    assert attempting.close_overdue(time.advance(minutes=30)) == 1
    assert attempting.close_overdue(time.advance(minutes=1)) == 0
    page = result_page(attempt, person_named("learner").id, time.time)
    assert (page.closed_at.isoformat(), page.closed_by) == ("2026-11-22T09:10:00+00:00", "deadline")
    assert rows(select(Grade.score, Grade.dated_at))[0].dated_at == page.closed_at


def test_handing_in_after_the_time_closes_at_the_deadline(app, time):
    attempt = start(quiz="sitting", time=time)
    attempting.submit(attempt, person_named("learner").id, time.advance(hours=2))
    page = result_page(attempt, person_named("learner").id, time.time)
    assert (page.closed_at.isoformat(), page.closed_by) == ("2026-11-22T09:10:00+00:00", "deadline")


def test_the_delay_counts_from_the_effective_close(app, time):
    start(quiz="sitting", time=time)
    attempting.close_overdue(time.advance(minutes=65))
    with pytest.raises(rules.TooSoon) as refusal:
        start(quiz="sitting", time=time)
    assert refusal.value.when.isoformat() == "2026-11-22T10:10:00+00:00"
    time.advance(minutes=5)
    assert attempt_page(start(quiz="sitting", time=time), person_named("learner").id, time.time).number == 2


def test_an_overdue_attempt_is_closed_by_the_next_start(app, time):
    first = start(quiz="sitting", time=time)
    time.advance(hours=3)
    second = start(quiz="sitting", time=time)
    assert second != first
    assert result_page(first, person_named("learner").id, time.time).closed_by == "deadline"


def test_used_up_attempts_are_refused_with_a_sentence(app, time):
    for _ in range(2):
        attempting.submit(start(quiz="sitting", time=time), person_named("learner").id, time.time)
        time.advance(hours=2)
    with pytest.raises(rules.AttemptsUsedUp) as refusal:
        start(quiz="sitting", time=time)
    assert str(refusal.value) == (
        "All two attempts are used; what you reached is kept. If you need another, ask your instructor."
    )


def test_a_withdrawn_learner_finishes_what_runs_and_starts_nothing(app, time):
    attempt = start(time=time)
    with transaction() as session:
        session.get(Enrolment, enrolment_of("learner")).ended_at = time.time
    assert start(time=time) == attempt
    attempting.submit(attempt, person_named("learner").id, time.time)
    with pytest.raises(rules.NotEnrolled):
        start(time=time)


def test_public_ids_cannot_be_guessed():
    ids = {public_id() for _ in range(1000)}
    assert (len(ids), {len(one) for one in ids}) == (1000, {32})


def test_a_refused_start_leaves_the_overdue_attempt_closed_and_graded(app, time):
    first = start(quiz="sitting", time=time)
    time.advance(minutes=12)
    with pytest.raises(rules.TooSoon):
        start(quiz="sitting", time=time)
    assert result_page(first, person_named("learner").id, time.time).closed_by == "deadline"


def test_an_attempt_that_cannot_be_closed_holds_up_nobody_else(app, time, monkeypatch):
    poisoned = start(quiz="sitting", time=time)
    healthy = start(name="classmate", quiz="sitting", time=time)
    grade = attempting.append_grade

    def refuse(session, attempt, *arguments, **named):
        if attempt.public_id == poisoned:
            raise ValueError("this one cannot be graded")
        grade(session, attempt, *arguments, **named)

    monkeypatch.setattr(attempting, "append_grade", refuse)
    assert attempting.close_overdue(time.advance(hours=1)) == 1
    assert result_page(healthy, person_named("classmate").id, time.time).closed_by == "deadline"
    assert result_page(poisoned, person_named("learner").id, time.time) is None
