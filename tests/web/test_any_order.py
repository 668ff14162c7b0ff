"""Whatever happens to one attempt, in any order: no acknowledged answer is lost or changed, and the grade is right.

Hypothesis plays the life of an attempt of two questions and ten minutes: two devices of the learner answer it, each
with pages that know only what they were told and an outbox that sends again what nobody acknowledged; batches come
twice, in pieces and in any order, with numbers used before and with options that are not there; it is handed in and
swept; an instructor gives time, and decides on late answers; the server's clock jumps, back too; any request may end
in a crash (its transaction is broken off at some statement or at the commit), and any answer may be lost on its way
after the commit. After every step the database is compared with `tests.one_attempt`, and every grade is derived again
as `course-app attempts verify` does it.

The same lives every time, a few of them. ATTEMPT_LIVES=2000 in the environment plays as many others, longer ones.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from course_app.domain.derivation import differences
from course_app.domain.grading import POINT
from course_app.extensions import db, read_connection
from course_app.models import Attempt, AttemptItem, Grade, Mark, Response
from course_app.queries import stored_grades
from course_app.queries.attempts import attempt_page
from course_app.services import accounts, attempting, enrolling
from tests.acts import ALIASES, keys_of
from tests.conftest import START, Clock, person_named
from tests.one_attempt import COUNTS, LATE, NEWER, Life, Sent

LIVES = int(os.environ.get("ATTEMPT_LIVES", "0"))
FEW = {"sqlite": 60, "postgres": 30}
QUIZ = "/learn/small-course/quizzes/sitting"
DONE, LOST, AT_THE_COMMIT = "done", "answer lost", 99
ORDERS: dict[str, Callable[[list], list]] = {
    "all": list,
    "backwards": lambda waiting: waiting[::-1],
    "the newest": lambda waiting: waiting[-1:],
    "the oldest": lambda waiting: waiting[:1],
    "the newest first, twice": lambda waiting: [*waiting[::-1], *waiting[:1]],
}
GRADES = stored_grades.GRADES

fates = st.sampled_from([DONE] * 12 + [LOST] * 2 + [AT_THE_COMMIT, 1, 2, 4])
devices = st.integers(0, 1)
slots = st.sampled_from([1, 2])
choices = st.sampled_from(["right", "right", "wrong", "other", "nothing"])
mostly = st.sampled_from([True, True, True, False])


class Crash(Exception):
    """The process is gone at this moment."""


@dataclass
class Device:
    """A learner's browser: its page, what that page has seen, and the outbox that outlives it."""

    name: str
    browser: FlaskClient
    page: int = 1
    seq: int = 0
    seen: dict[int, int] = field(default_factory=lambda: {1: 0, 2: 0})
    waiting: list[Sent] = field(default_factory=list)
    batches: list[list[Sent]] = field(default_factory=list)
    asked: dict[int, dict] = field(default_factory=dict)

    @property
    def client(self) -> str:
        """The name of the page load."""
        return f"{self.name}-{self.page}"

    def answer(self, slot: int, choice: tuple[str, ...], *, flag: bool = False, tells_base: bool = True) -> None:
        """The page puts an answer into the outbox."""
        self.seq += 1
        base = self.seen[slot] if tells_base else None
        self.waiting.append(Sent(self.client, self.seq, slot, choice, flag, base))

    def learn(self, batch: list[Sent], told: dict) -> None:
        """The page takes what it is told: what has an answer leaves the outbox."""
        by_number = {one.seq: one for one in batch}
        for one in told["acknowledged"]:
            self.seen[one["slot"]] = max(self.seen[one["slot"]], one["revision"])
        for one in told["refused"]:
            if one["type"] == "newer-answer":
                self.asked[one["slot"]] = one
        done = {by_number[one["seq"]] for one in (*told["acknowledged"], *told["refused"])}
        self.waiting = [one for one in self.waiting if one not in done]


class AnyOrder(RuleBasedStateMachine):
    """One life."""

    numbers = count(1)

    def __init__(self, as_person: Callable[[str], FlaskClient], time: Clock, ann: FlaskClient) -> None:
        super().__init__()
        self.as_person, self.time, self.ann = as_person, time, ann

    @initialize(seed=st.integers(0, 7), minutes=st.sampled_from([0, 9, 11]))
    def begin(self, seed: int, minutes: int) -> None:
        """Somebody new starts the quiz, and opens it on two devices; some come back to it near its end or after it."""
        self.time.time = START
        name = f"life-{next(self.numbers)}"
        person = accounts.make_person("Somebody New", f"{name}@example.org", None, START)
        enrolling.enrol_oneself(person, "small-course", START)
        self.person, self.public_id = person, person_named(name).public_id
        self.attempt = attempting.start_attempt(person, "small-course", "sitting", START, seed)
        stored_grades.GRADES = GRADES.where(Attempt.public_id == self.attempt)
        self.life = Life(START, 600, keys_of(self.attempt))
        self.orders = dict(rows(select(AttemptItem.slot, AttemptItem.option_order).join(Attempt).where(self.own())))
        self.devices = [Device(one, self.as_person(name)) for one in ("phone", "laptop")]
        self.promised: dict[tuple[str, int], tuple] = {}
        self.time.advance(minutes=minutes)

    # The learner

    @rule(
        device=devices, slot=slots, choice=choices, flag=st.booleans(), tells_base=st.sampled_from([True, True, False])
    )
    def answer(self, device: int, slot: int, choice: str, *, flag: bool, tells_base: bool) -> None:
        """An answer is given; it waits in the outbox."""
        self.devices[device].answer(slot, self.aliases(slot, choice), flag=flag, tells_base=tells_base)

    @rule(device=devices, order=st.sampled_from(sorted(ORDERS)), fate=fates)
    def send(self, device: int, order: str, fate: str | int) -> None:
        """A device sends of its outbox what one page load has in it."""
        one = self.devices[device]
        client = one.waiting[0].client if one.waiting else one.client
        batch = ORDERS[order]([sent for sent in one.waiting if sent.client == client])
        one.batches.append(batch)
        self.post(one, client, batch, fate)

    @rule(device=devices, slot=slots, choice=choices, order=st.sampled_from(sorted(ORDERS)), fate=fates)
    def answer_and_send(self, device: int, slot: int, choice: str, order: str, fate: str | int) -> None:
        """What happens most often."""
        self.answer(device, slot, choice, flag=False, tells_base=True)
        self.send(device, order, fate)

    @precondition(lambda self: any(one.batches for one in self.devices))
    @rule(back=st.integers(0, 5), fate=fates)
    def send_again(self, back: int, fate: str | int) -> None:
        """A batch that was under way comes once more, later than others."""
        sent = [(one, batch) for one in self.devices for batch in one.batches]
        one, batch = sent[-1 - back % len(sent)]
        self.post(one, batch[0].client if batch else one.client, batch, fate)

    @rule(device=devices, slot=slots, choice=choices, fate=fates)
    def use_a_number_again(self, device: int, slot: int, choice: str, fate: str | int) -> None:
        """Another answer comes under the number of the last one."""
        one = self.devices[device]
        self.post(one, one.client, [Sent(one.client, one.seq, slot, self.aliases(slot, choice))], fate)

    @rule(device=devices, slot=st.sampled_from([0, 1, 2, 3]), choice=st.sampled_from(["e", "ab"]), fate=fates)
    def send_nonsense_along(self, device: int, slot: int, choice: str, fate: str | int) -> None:
        """An answer to a question or with an option that is not there holds up no other."""
        one = self.devices[device]
        one.seq += 1
        waiting = [sent for sent in one.waiting if sent.client == one.client]
        self.post(one, one.client, [Sent(one.client, one.seq, slot, tuple(choice)), *waiting], fate)

    @precondition(lambda self: any(one.asked for one in self.devices))
    @rule(takes_own=st.booleans(), fate=fates)
    def settle(self, *, takes_own: bool, fate: str | int) -> None:
        """Whoever was asked which of two answers holds, says so."""
        device, one = next((number, one) for number, one in enumerate(self.devices) if one.asked)
        slot, asked = one.asked.popitem()
        one.seen[slot] = asked["revision"]
        one.answer(slot, tuple(asked["yours" if takes_own else "current"]))
        self.send(device, "all", fate)

    @rule(device=devices)
    def open_the_page(self, device: int) -> None:
        """The page is loaded again: it shows what counts, or that the time is up, or leads to the result."""
        one = self.devices[device]
        answer = one.browser.get(f"/attempts/{self.attempt}")
        if self.life.closed_at:
            assert answer.location == f"/attempts/{self.attempt}/result"
        elif not self.life.is_open(self.time.time):
            assert "Time is up" in answer.text
        else:
            current = {slot: self.life.current(slot) for slot in (1, 2)}
            bases = re.findall(r'name="base-(\d)" value="(\d+)"', answer.text)
            one.seen = {int(slot): int(base) for slot, base in bases}
            assert one.seen == {slot: kept.revision if kept else 0 for slot, kept in current.items()}
            chosen = re.findall(r'name="slot-(\d)" value="(\w)" checked', answer.text)
            wanted = [
                (str(slot), alias) for slot, kept in current.items() if kept for alias in sorted(kept.sent.choice)
            ]
            assert chosen == wanted
            one.page, one.seq, one.asked = one.page + 1, 0, {}

    @rule(device=devices, fate=fates)
    def hand_in(self, device: int, fate: str | int) -> None:
        """Handed in, for the first time or again."""
        with self.fate(fate) as happens:
            answer = self.devices[device].browser.post(f"/attempts/{self.attempt}/submission")
        if happens(answer, 303):
            self.life = self.life.handed_in(self.time.time)

    @precondition(lambda self: self.is_within_the_delay())
    @rule(device=devices, fate=fates)
    def start_again(self, device: int, fate: str | int) -> None:
        """Start is pressed again: the open attempt goes on, and after its end there is none within the delay."""
        is_open = self.life.is_open(self.time.time)
        with self.fate(fate) as happens:
            answer = self.devices[device].browser.post(f"{QUIZ}/attempts")
        if happens(answer, 303 if is_open else 422):
            assert not is_open or answer.location == f"/attempts/{self.attempt}"
            self.life = self.life.swept(self.time.time)
        elif answer.status_code == 422:  # closing what ran out was a transaction of its own, and went well
            self.life = self.life.swept(self.time.time)

    # The course

    @precondition(lambda self: not self.life.is_open(self.time.time))
    @rule(fate=fates)
    def sweep(self, fate: str | int) -> None:
        """The worker looks for what ran out."""
        with self.fate(fate):
            attempting.close_overdue(self.time.time)
        if fate in (DONE, LOST):
            self.life = self.life.swept(self.time.time)

    @rule(percent=st.sampled_from([0, 25, 50, 100]), is_timed=mostly, fate=fates)
    def give_a_profile(self, percent: int, *, is_timed: bool, fate: str | int) -> None:
        """The instructor sets the learner's profile."""
        form = {"extra_percent": str(percent)} | ({} if is_timed else {"is_untimed": "y"})
        with self.fate(fate) as happens:
            answer = self.ann.post(f"/instructor/small-course/learners/{self.public_id}/accommodation", data=form)
        if happens(answer, 303):
            self.life = self.life.given_profile(percent, self.time.time, is_untimed=not is_timed)

    @rule(minutes=st.sampled_from([1, 5]), is_aware=mostly, fate=fates)
    def give_minutes(self, minutes: int, *, is_aware: bool, fate: str | int) -> None:
        """The instructor gives minutes at this quiz, on a page that shows what was given before or on an older one."""
        seen = len(self.life.minutes) if is_aware else len(self.life.minutes) + 1
        form = {"attempts": "0", "minutes": str(minutes), "reason": "The line was down.", "seen": str(seen)}
        with self.fate(fate) as happens:
            answer = self.ann.post(
                f"/instructor/small-course/learners/{self.public_id}/quizzes/sitting/adjustments", data=form
            )
        if happens(answer, 303 if is_aware else 422) and is_aware:
            self.life = self.life.given_minutes(minutes, self.time.time)

    @precondition(lambda self: any(kept.verdict == LATE for kept in self.life.rows))
    @rule(counts=mostly, back=st.sampled_from([0, 0, 0, 1, 2]), is_aware=mostly, fate=fates)
    def decide(self, *, counts: bool, back: int, is_aware: bool, fate: str | int) -> None:
        """The instructor decides on the late answers, on a page of now or of before."""
        late = [kept.revision for kept in self.life.rows if kept.verdict == LATE]
        through, seen = late[-1 - back % len(late)], len(self.life.decided) + (not is_aware)
        decision = "count" if counts else "leave-out"
        form = {"through": str(through), "seen": str(seen), "reason": "The line was down.", "decision": decision}
        after = self.life.decided_on(through, seen, counts=counts)
        with self.fate(fate) as happens:
            answer = self.ann.post(f"/instructor/small-course/late-answers/{self.attempt}", data=form)
        if not self.life.closed_at:
            assert answer.status_code in ([404] if fate in (DONE, LOST) else [404, 500])
        elif happens(answer, 303 if after else 422) and after:
            self.life = after

    # The clock

    @rule(seconds=st.sampled_from([1, 30, 290, 301, 600]))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.time.advance(seconds=seconds)

    @precondition(lambda self: self.life.due and self.life.due > self.time.time)
    @rule(past=st.sampled_from([-1, 0, 10, 10.001, 60]))
    def wait_until_about_the_end(self, past: float) -> None:
        """It is the end, the last moment of the grace, or the first one after it."""
        self.time.time = self.life.due + timedelta(seconds=past)

    @rule(seconds=st.sampled_from([5, 60, 700]))
    def set_the_clock_back(self, seconds: int) -> None:
        """The server's clock was wrong, or is now."""
        self.time.advance(seconds=-seconds)

    # What must hold after every step

    @invariant()
    def every_answer_is_stored_as_it_came(self) -> None:
        """In the order of receipt, with its verdict; nothing else is there."""
        found = rows(
            select(
                Response.client,
                Response.seq,
                Response.slot,
                Response.choice,
                Response.flag,
                Response.revision,
                Response.received_at,
                Response.counts,
                Response.problem,
            )
            .join(Attempt)
            .where(self.own())
            .order_by(Response.revision)
        )
        stored = [(*row[:3], self.shown(row[2], row[3]), *row[4:]) for row in found]
        assert stored == [
            (
                kept.sent.client,
                kept.sent.seq,
                kept.sent.slot,
                sorted(kept.sent.choice),
                kept.sent.flag,
                kept.revision,
                kept.at,
                kept.verdict == COUNTS,
                kept.verdict if kept.verdict in (NEWER, LATE) else "",
            )
            for kept in self.life.rows
        ]
        promises = {(one[0], one[1]): (one[2], one[3], one[5]) for one in stored}
        assert {number: promises.get(number) for number in self.promised} == self.promised

    @invariant()
    def there_is_one_attempt_which_ends_when_it_should(self) -> None:
        """Once closed, its end moves no more."""
        assert rows(select(Attempt.closed_at, Attempt.closed_by).where(self.of_the_learner())) == [
            (self.life.closed_at, self.life.closed_by)
        ]
        page = attempt_page(self.attempt, self.person, self.time.time)
        assert (page.due_at, page.seconds_left) == (self.life.due, self.life.seconds_left(self.time.time))

    @invariant()
    def each_grade_is_the_one_that_follows(self) -> None:
        """One after another, the last one current; the answers that it marks are those that count."""
        grades = rows(
            select(Grade.number, Grade.score, Grade.passed).join(Attempt).where(self.own()).order_by(Grade.id)
        )
        assert grades == [(number, points * POINT, points > 0) for number, points in enumerate(self.life.grades, 1)]
        if not grades:
            return
        assert [one for grade in stored_grades.stored_grades() for one in differences(grade)] == []
        assert self.life.grades[-1] == self.life.points()
        marked = select(Mark.slot, Response.revision).select_from(Grade).join(Attempt).join(Mark).outerjoin(Response)
        found = rows(marked.where(self.own(), Grade.number == len(grades)).order_by(Mark.slot))
        wanted = [(slot, self.life.marked(slot)) for slot in (1, 2)]
        assert found == [(slot, kept.revision if kept else None) for slot, kept in wanted]

    def teardown(self) -> None:
        """At last it is handed in, and its result says what was reached."""
        self.hand_in(0, DONE)
        self.each_grade_is_the_one_that_follows()
        page = self.devices[0].browser.get(f"/attempts/{self.attempt}/result").text
        points = self.life.points()
        assert f"{'You passed' if points else 'Not passed yet'}: {points} of 2" in page

    # How it is done

    def post(self, device: Device, client: str, batch: list[Sent], fate: str | int) -> None:
        """A batch over HTTP, as JSON; what its sender is told is what it should be told."""
        responses = [
            {"slot": one.slot, "choice": list(one.choice), "seq": one.seq, "flag": one.flag, "base": one.base}
            for one in batch
        ]
        body = {"client": client, "responses": responses}
        life, told = self.life.received(batch, self.time.time)
        with self.fate(fate) as happens:
            answer = device.browser.post(f"/attempts/{self.attempt}/responses", json=body)
        if not happens(answer, 200 if told else 409):
            return
        self.life = life
        if told is None:
            assert answer.json["type"] == "attempt-closed"
            return
        assert without_titles(answer.json) == told
        if fate == DONE:
            sent = {one.seq: one for one in batch}
            for one in answer.json["acknowledged"]:
                mine = sent[one["seq"]]
                self.promised[client, one["seq"]] = (mine.slot, sorted(mine.choice), one["revision"])
            device.learn(batch, answer.json)

    @contextmanager
    def fate(self, fate: str | int) -> Iterator[Callable[[TestResponse, int], bool]]:
        """What becomes of the requests meanwhile; asks afterwards whether they did what they should.

        With a number the transaction is broken off at its so-manieth statement, at the latest at the commit.
        """
        left = count(fate if isinstance(fate, int) else 0, -1)

        def at_statement(*_arguments: object) -> None:
            if next(left) == 1:
                raise Crash

        def at_commit(*_arguments: object) -> None:
            raise Crash

        def happens(answer: TestResponse, status: int) -> bool:
            if isinstance(fate, str) or answer.status_code != 500:
                assert answer.status_code == status
            return isinstance(fate, str)

        engine, crashes = db.engines[None], isinstance(fate, int)
        if crashes:
            event.listen(engine, "before_cursor_execute", at_statement)
            event.listen(engine, "commit", at_commit)
        try:
            yield happens
        finally:
            if crashes:
                event.remove(engine, "before_cursor_execute", at_statement)
                event.remove(engine, "commit", at_commit)

    def is_within_the_delay(self) -> bool:
        """Whether no second attempt may start yet."""
        over = self.life.closed_at or self.life.due
        return over is None or self.time.time < over + timedelta(hours=1)

    def aliases(self, slot: int, choice: str) -> tuple[str, ...]:
        """The options as the learner sees them."""
        key = self.life.keys[slot]
        wrong = [alias for alias in "abcd" if alias not in key]
        return {"right": key, "wrong": tuple(wrong[:1]), "other": tuple(wrong[1:2]), "nothing": ()}[choice]

    def shown(self, slot: int, letters: list[str]) -> list[str]:
        """The aliases of stored letters."""
        return sorted(ALIASES[self.orders[slot].index(letter)] for letter in letters)

    def own(self):
        """The attempt."""
        return Attempt.public_id == self.attempt

    def of_the_learner(self):
        """Every attempt of its learner."""
        mine = select(Attempt.enrolment_id).where(self.own()).scalar_subquery()
        return Attempt.enrolment_id == mine


def rows(statement) -> list[tuple]:
    """What a statement finds."""
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def without_titles(told: dict) -> dict:
    """What a page is told, but for the sentences."""
    refused = [{name: value for name, value in one.items() if name != "title"} for one in told["refused"]]
    return told | {"refused": refused}


def test_no_acknowledged_answer_is_lost_and_the_grade_is_right_whatever_happens(app, as_person, time, ann, monkeypatch):
    kind = "sqlite" if app.config["SETTINGS"].is_sqlite else "postgres"
    chosen = settings(
        max_examples=LIVES or FEW[kind],
        stateful_step_count=60 if LIVES else 40,
        derandomize=not LIVES,
        suppress_health_check=[HealthCheck.too_slow],
    )
    monkeypatch.setattr(stored_grades, "GRADES", GRADES)
    run_state_machine_as_test(lambda: AnyOrder(as_person, time, ann), settings=chosen)
    monkeypatch.undo()
    assert [one for grade in stored_grades.stored_grades() for one in differences(grade)] == []
    assert stored_grades.ungraded_attempts() == []
