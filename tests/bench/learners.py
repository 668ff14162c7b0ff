"""Learners who answer as a browser does: what the server has not answered by type waits, and is sent again.

Each keeps a log of what it sent and what it was told, with which the database is compared afterwards.
"""

import http.client
import json
import random
import re
import threading
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace

from tests.bench.browsing import Answer, Exchange
from tests.bench.load import UnexpectedAnswer
from tests.bench.visits import COURSE, JSON, QUIZ, Person, Step, get, post, saving

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
ANSWERS = (6, 20)
CLEARS, RELOADS, REPEATS = 0.05, 0.05, 0.05
MAY_BE_AWAY = (502, 503)
OPTION = re.compile(r'<input type="(radio|checkbox)" name="slot-(\d+)" value="(\w+)"')
BASE = re.compile(r'name="base-(\d+)" value="(\d+)"')

Key = tuple[str, str, int]


@dataclass(frozen=True)
class Given:
    """An answer that a learner gave. `choice`: aliases as shown."""

    slot: int
    choice: tuple[str, ...]
    base: int
    seq: int


@dataclass(frozen=True)
class Kept:
    """What the server acknowledged of an answer. `saved_at` as the server writes it."""

    revision: int
    saved_at: str
    counts: bool


@dataclass(frozen=True)
class Heard:
    """An answer to a request: when it was asked and answered by the monotonic clock."""

    began: float
    ended: float
    status: int
    what: str
    is_typed: bool


@dataclass
class Log:
    """What a learner did and was told; answers by attempt, client and seq.

    `begun` counts the attempts that the learner meant to start, `broken` the requests without an answer; `contrary` are
    answers that the contract of saving does not know, and what was never acknowledged.
    """

    email: str
    begun: int = 0
    attempts: list[str] = field(default_factory=list)
    handed_in: list[str] = field(default_factory=list)
    sent: dict[Key, Given] = field(default_factory=dict)
    acknowledged: dict[Key, Kept] = field(default_factory=dict)
    stale: set[Key] = field(default_factory=set)
    heard: list[Heard] = field(default_factory=list)
    broken: int = 0
    contrary: list[str] = field(default_factory=list)


class OutOfTime(Exception):
    """The run is over, and something is not acknowledged."""


@dataclass
class Hours:
    """How long learners go on: nothing new begins when it is `over`; what waits then has time until `deadline`."""

    deadline: float
    over: threading.Event = field(default_factory=threading.Event)

    def abandon(self) -> None:
        """End at once, whatever waits."""
        self.deadline = 0.0
        self.over.set()


class Learner:
    """Takes one attempt after another. `pace`: seconds between two answers on average."""

    def __init__(self, person: Person, exchange: Exchange, chance: random.Random, pace: float, hours: Hours) -> None:
        self.person, self.exchange, self.chance = person, exchange, chance
        self.pace, self.hours = pace, hours
        self.log = Log(person.email)
        self.outbox: dict[Key, Given] = {}
        self.tries, self.not_before = 0, 0.0

    def live(self) -> None:
        """Do it until it is over; what goes wrong for good is in the log."""
        try:
            while not self.hours.over.is_set():
                self._take_attempt()
        except OutOfTime:
            self.log.contrary.append(f"{len(self.outbox)} answers still wait at the end")
        except UnexpectedAnswer as error:
            self.log.contrary.append(str(error))

    def _take_attempt(self) -> None:
        self.log.begun += 1
        started = self._insist(post("start", f"/learn/{COURSE}/quizzes/{QUIZ}/attempts", self.person))
        address = started.header("location")
        self.attempt = address.rpartition("/")[2]
        self.log.attempts.append(self.attempt)
        self._open(address)
        for _ in range(self.chance.randint(*ANSWERS)):
            if self.hours.over.wait(self.chance.uniform(0, 2 * self.pace)):
                break
            if self.chance.random() < RELOADS:
                self._open(address)
            self._answer()
            if time.monotonic() >= self.not_before:
                self._deliver(address)
        while self.outbox:
            self._wait()
            self._deliver(address)
        self._insist(get("summary", f"{address}/summary"))
        result = self._insist(post("submission", f"{address}/submission", self.person)).header("location")
        self.log.handed_in.append(self.attempt)
        self._insist(get("result", result))

    def _open(self, address: str) -> None:
        """Load the page: a new client, and what the page has seen; what waits stays in the outbox."""
        page = self._insist(get("questions", address)).text
        self.client, self.seq = f"{self.chance.getrandbits(64):016x}", 0
        self.bases = {int(slot): int(revision) for slot, revision in BASE.findall(page)}
        self.options: dict[int, list[str]] = defaultdict(list)
        for _, slot, alias in OPTION.findall(page):
            self.options[int(slot)].append(alias)
        self.multiple = {int(slot) for kind, slot, _ in OPTION.findall(page) if kind == "checkbox"}

    def _answer(self) -> None:
        """Answer a question; an answer to the same one that still waits on this page is replaced."""
        slot = self.chance.choice(sorted(self.bases))
        aliases = self.options[slot]
        most = len(aliases) if slot in self.multiple else 1
        chosen = () if self.chance.random() < CLEARS else self.chance.sample(aliases, self.chance.randint(1, most))
        self.seq += 1
        for key, one in list(self.outbox.items()):
            if (key[1], one.slot) == (self.client, slot):
                del self.outbox[key]
        given = Given(slot, tuple(sorted(chosen)), self.bases[slot], self.seq)
        self.outbox[self.attempt, self.client, self.seq] = given

    def _deliver(self, address: str) -> None:
        """Send what waits of the page that has waited longest; now and then with what was acknowledged before."""
        client = next(iter(self.outbox))[1]
        batch = {key: given for key, given in self.outbox.items() if key[1] == client}
        if self.chance.random() < REPEATS:
            before = [key for key in self.log.acknowledged if key[:2] == (self.attempt, client)]
            batch |= {key: self.log.sent[key] for key in before[-1:]}
        self.log.sent |= batch
        answer = self._ask(saving("save", address, [asdict(given) for given in batch.values()], client))
        if answer is None:
            return
        said = json.loads(answer.body)
        for one in said["acknowledged"]:
            self._note_acknowledged((self.attempt, client, one["seq"]), one)
        for one in said["refused"]:
            self._note_refused((self.attempt, client, one["seq"]), one)
        if silent := batch.keys() & self.outbox.keys():
            raise UnexpectedAnswer(f"nothing was said of {silent}: {said}")

    def _note_acknowledged(self, key: Key, one: dict) -> None:
        kept = Kept(one["revision"], one["saved_at"], one["counts"])
        earlier = self.log.acknowledged.setdefault(key, kept)
        if (earlier.revision, earlier.saved_at) != (kept.revision, kept.saved_at):
            self.log.contrary.append(f"{key} was acknowledged as {earlier}, and again as {kept}")
        self.bases[one["slot"]] = max(self.bases[one["slot"]], one["revision"])
        self.outbox.pop(key, None)

    def _note_refused(self, key: Key, one: dict) -> None:
        if one["type"] != "newer-answer":
            raise UnexpectedAnswer(f"{key} was refused: {one}")
        self.log.stale.add(key)
        self.bases[one["slot"]] = max(self.bases[one["slot"]], one["revision"])
        self.outbox.pop(key, None)

    def _insist(self, step: Step) -> Answer:
        """Ask until there is the answer that is expected."""
        while True:
            self._wait()
            answer = self._ask(step)
            if answer is not None:
                return answer

    def _wait(self) -> None:
        time.sleep(max(0.0, self.not_before - time.monotonic()))

    def _ask(self, step: Step) -> Answer | None:
        """Ask once; None when the site is away, and then nothing is to be asked for a while."""
        began = time.monotonic()
        if began > self.hours.deadline:
            raise OutOfTime
        try:
            answer = self.exchange(replace(step, encoding="identity"), self.person)
        except (OSError, http.client.HTTPException):
            self.log.broken += 1
            self._put_off()
            return None
        is_typed = step.kind != JSON or answer.header("content-type").startswith("application/problem+json")
        self.log.heard.append(Heard(began, time.monotonic(), answer.status, f"{step.method} {step.path}", is_typed))
        if answer.status >= 500:
            self._put_off()
            return None
        if answer.status != step.expected:
            raise UnexpectedAnswer(f"{step.method} {step.path}: {answer.status} {answer.text[:500]}")
        self.tries = 0
        return answer

    def _put_off(self) -> None:
        """Ask for nothing for a while: twice as long each time; chance takes up to half, so that not all come back at once."""
        usual = min(LONGEST_PAUSE, FIRST_PAUSE * 2**self.tries)
        self.tries += 1
        self.not_before = time.monotonic() + usual * self.chance.uniform(0.5, 1)
