"""Saving answers: append-only, idempotent, nothing refused is lost, and never dearer."""

from sqlalchemy import event, select

from course_app.extensions import db
from course_app.models import Response
from course_app.queries.attempts import attempt_page
from course_app.services import answering, attempting
from course_app.services.answer_desk import Given
from tests.conftest import person_named


def start(time, quiz="practice"):
    return attempting.start_attempt(person_named("learner").id, "small-course", quiz, time.time, 7)


def save(attempt, time, *given):
    return answering.save(attempt, person_named("learner").id, given, time.time)


def shown(attempt, time):
    """Slot → (chosen aliases, flagged) as the page shows them."""
    page = attempt_page(attempt, person_named("learner").id, time.time)
    return {slot.number: (slot.chosen, slot.is_flagged) for slot in page.slots}


def stored():
    with db.engines["read"].connect() as connection:
        return connection.execute(
            select(
                Response.slot, Response.client, Response.seq, Response.revision, Response.counts, Response.problem
            ).order_by(Response.revision)
        ).all()


def test_an_acknowledged_answer_comes_back_chosen(app, time):
    attempt = start(time)
    outcome = save(attempt, time, Given(2, "tab", ("c",), seq=1, flag=True))
    (done,) = outcome.acknowledged
    assert (done.slot, done.seq, done.revision, done.saved_at, done.counts) == (2, 1, 1, time.time, True)
    assert shown(attempt, time)[2] == (("c",), True)


def test_the_same_body_again_is_acknowledged_again_and_stored_once(app, time):
    attempt = start(time)
    first = save(attempt, time, Given(1, "tab", ("a",), seq=1))
    time.advance(seconds=9)
    assert save(attempt, time, Given(1, "tab", ("a",), seq=1)).acknowledged == first.acknowledged
    assert len(stored()) == 1


def test_another_body_under_the_same_number_is_refused(app, time):
    attempt = start(time)
    save(attempt, time, Given(1, "tab", ("a",), seq=1))
    (refused,) = save(attempt, time, Given(1, "tab", ("b",), seq=1)).refused
    assert (refused.type, refused.stored) == ("seq-reused", False)
    assert shown(attempt, time)[1] == (("a",), False)


def test_answers_of_one_page_may_arrive_in_any_order(app, time):
    attempt = start(time)
    save(attempt, time, Given(1, "tab", ("b",), seq=2))
    (done,) = save(attempt, time, Given(1, "tab", ("a",), seq=1)).acknowledged
    assert done.counts is False
    assert shown(attempt, time)[1] == (("b",), False)


def test_an_answer_from_a_stale_tab_is_kept_and_asked_about(app, time):
    attempt = start(time)
    save(attempt, time, Given(1, "phone", ("a",), seq=1, base=0))
    save(attempt, time, Given(1, "laptop", ("b",), seq=1, base=1))
    (asked,) = save(attempt, time, Given(1, "phone", ("c",), seq=2, base=1)).refused
    assert (asked.type, asked.stored, asked.yours, asked.current, asked.revision) == (
        "newer-answer",
        True,
        ("c",),
        ("b",),
        2,
    )
    assert shown(attempt, time)[1] == (("b",), False)
    page = attempt_page(attempt, person_named("learner").id, time.time)
    assert page.slots[0].asked == ("c",)


def test_a_word_on_a_stale_answer_settles_it(app, time):
    attempt = start(time)
    save(attempt, time, Given(1, "phone", ("a",), seq=1, base=0))
    save(attempt, time, Given(1, "laptop", ("b",), seq=1, base=0))
    (done,) = save(attempt, time, Given(1, "laptop", ("b",), seq=2, base=1)).acknowledged
    assert done.counts is True
    page = attempt_page(attempt, person_named("learner").id, time.time)
    assert (page.slots[0].asked, shown(attempt, time)[1]) == (None, (("b",), False))


def test_an_empty_choice_clears(app, time):
    attempt = start(time)
    save(attempt, time, Given(1, "tab", ("a",), seq=1))
    save(attempt, time, Given(1, "tab", (), seq=2))
    assert shown(attempt, time)[1] == ((), False)


def test_one_bad_answer_never_holds_up_the_others(app, time):
    attempt = start(time)
    outcome = save(
        attempt,
        time,
        Given(9, "tab", ("a",), seq=1),
        Given(1, "tab", ("z",), seq=2),
        Given(2, "tab", ("a", "b"), seq=3),
        Given(3, "tab", ("a",), seq=4, confidence="certain"),
        Given(4, "tab", ("a", "c"), seq=5),
    )
    assert [(one.slot, one.type, one.title) for one in outcome.refused] == [
        (9, "bad-response", "This attempt has no question 9."),
        (1, "bad-response", "This question has no option “z”."),
        (2, "bad-response", "Only one option can be chosen in this question."),
        (3, "bad-response", "“certain” is no level of confidence; there are guess, unsure, sure."),
    ]
    assert [one.slot for one in outcome.acknowledged] == [4]


def test_a_late_answer_is_kept_and_does_not_count(app, time):
    attempt = start(time, "sitting")
    save(attempt, time, Given(1, "tab", ("a",), seq=1))
    time.advance(minutes=10, seconds=11)
    (late,) = save(attempt, time, Given(1, "tab", ("b",), seq=2)).refused
    assert (late.type, late.stored) == ("too-late", True)
    assert [(row.counts, row.problem) for row in stored()] == [(True, ""), (False, "too-late")]


def test_an_answer_within_the_grace_counts(app, time):
    attempt = start(time, "sitting")
    time.advance(minutes=10, seconds=10)
    outcome = save(attempt, time, Given(1, "tab", ("b",), seq=2))
    assert ([one.counts for one in outcome.acknowledged], outcome.seconds_left) == ([True], 0)


def test_late_answers_are_kept_after_the_sweep_too(app, time):
    attempt = start(time, "sitting")
    attempting.close_overdue(time.advance(hours=1))
    (late,) = save(attempt, time, Given(1, "tab", ("b",), seq=1)).refused
    assert (late.type, len(stored())) == ("too-late", 1)


def test_a_handed_in_attempt_takes_nothing_new_but_acknowledges_what_it_has(app, time):
    attempt = start(time)
    first = save(attempt, time, Given(1, "tab", ("a",), seq=1))
    attempting.submit(attempt, person_named("learner").id, time.time)
    assert save(attempt, time, Given(1, "tab", ("a",), seq=1)).acknowledged == first.acknowledged
    try:
        save(attempt, time, Given(1, "tab", ("b",), seq=2))
    except answering.AttemptClosed:
        pass
    else:
        raise AssertionError("a closed attempt took an answer")
    assert len(stored()) == 1


def test_a_form_stores_only_what_was_changed_on_it(app, time):
    attempt = start(time)
    page = [Given(slot, "form-1", (), base=0) for slot in (1, 2, 3, 4)]
    page[1] = Given(2, "form-1", ("b",), base=0)
    save(attempt, time, *page)
    assert [(row.slot, row.seq) for row in stored()] == [(2, 1)]
    again = [Given(1, "form-2", (), base=0), Given(2, "form-2", ("b",), base=1), Given(3, "form-2", ("a",), base=0)]
    save(attempt, time, *again)
    assert [(row.slot, row.client, row.seq) for row in stored()] == [(2, "form-1", 1), (3, "form-2", 1)]


def test_the_same_form_sent_twice_does_not_clear_what_another_page_answered(app, time):
    attempt = start(time)
    save(attempt, time, Given(1, "other", ("c",), seq=1, base=0))
    save(attempt, time, Given(1, "form-1", (), base=0), Given(2, "form-1", ("b",), base=0))
    assert shown(attempt, time)[1] == (("c",), False)


def test_five_hundred_saves_do_not_grow_dearer(app, time):
    attempt = start(time)
    steps = []
    engine = db.engines[None]

    @event.listens_for(engine, "before_cursor_execute")
    def count(_connection, _cursor, statement, _parameters, _context, _many):
        steps.append(statement)

    counts = []
    for seq in range(1, 501):
        steps.clear()
        (done,) = save(attempt, time, Given(1 + seq % 4, "tab", ("abcd"[seq % 4],), seq=seq)).acknowledged
        counts.append(len(steps))
        assert (done.revision, done.counts) == (seq, True)
    event.remove(engine, "before_cursor_execute", count)
    assert counts == [counts[-1]] * 500
