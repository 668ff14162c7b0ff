"""What should become of one attempt, said a second time in the plainest way: the program is laid beside it.

It shares no line with the program. It keeps everything in lists and looks through all of them every time; choices are
aliases as displayed. Nothing in it changes an answer once it is in `rows`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

GRACE = timedelta(seconds=10)
COUNTS, OVERTAKEN, NEWER, LATE = "counts", "overtaken", "newer-answer", "too-late"


@dataclass(frozen=True)
class Sent:
    """An answer as a page sends it; `base` None: not told."""

    client: str
    seq: int
    slot: int
    choice: tuple[str, ...]
    flag: bool = False
    base: int | None = None


@dataclass(frozen=True)
class Kept:
    """An answer as it is stored for good, and what was decided on it at its receipt."""

    sent: Sent
    revision: int
    at: datetime
    verdict: str


@dataclass(frozen=True)
class Life:
    """An attempt at one moment. Whatever happens to it gives another one, so that what fails leaves this one as it is.

    `by_profile` is the seconds that came by profiles, None once one lifted the limit; `decided` holds (through, counts)
    of each decision on late answers; `grades` the points of each grade, in the order in which they were given.
    """

    began: datetime
    limit: int
    keys: dict[int, tuple[str, ...]]
    percent: int = 0
    is_untimed: bool = False
    by_profile: int | None = 0
    singles: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    rows: tuple[Kept, ...] = ()
    closed_at: datetime | None = None
    closed_by: str = ""
    decided: tuple[tuple[int, bool], ...] = ()
    grades: tuple[int, ...] = ()

    @property
    def due(self) -> datetime | None:
        """When it ends by itself."""
        if self.by_profile is None:
            return None
        return self.began + timedelta(seconds=self.limit + self.by_profile + sum(self.singles))

    def is_late(self, now: datetime) -> bool:
        """Whether no answer is in time any more."""
        return self.due is not None and now > self.due + GRACE

    def is_open(self, now: datetime) -> bool:
        """Whether it goes on."""
        return self.closed_at is None and not self.is_late(now)

    def seconds_left(self, now: datetime) -> int | None:
        """What a page is told."""
        return None if self.due is None else max(0, int((self.due - now).total_seconds() // 1))

    def current(self, slot: int) -> Kept | None:
        """The newest of the answers that counted at their receipt."""
        return self._newest(one for one in self.rows if one.sent.slot == slot and one.verdict == COUNTS)

    def marked(self, slot: int) -> Kept | None:
        """The newest of those and of the late ones that were decided to count, each its page's last word by then."""
        through, counts = self.decided[-1] if self.decided else (0, False)
        known = [one for one in self.rows if one.sent.slot == slot]
        by_then = [one for one in known if one.verdict == LATE and counts and one.revision <= through]
        words = [
            one
            for one in by_then
            if not any(
                other.sent.client == one.sent.client and other.sent.seq > one.sent.seq and other.revision <= through
                for other in known
            )
        ]
        return self._newest([*words, *(one for one in known if one.verdict == COUNTS)])

    def points(self) -> int:
        """How many slots are answered with exactly their key."""
        marked = {slot: self.marked(slot) for slot in self.keys}
        return sum(one is not None and set(one.sent.choice) == set(self.keys[slot]) for slot, one in marked.items())

    def received(self, batch: Sequence[Sent], now: datetime) -> tuple["Life", dict[str, Any] | None]:
        """After a batch, and what its sender is told: None when the attempt was handed in before."""
        life, told = self, {"acknowledged": [], "refused": [], "seconds_left": self.seconds_left(now)}
        for one in batch:
            life, is_good, answer = life._received(one, now)
            told["acknowledged" if is_good else "refused"].append(answer)
        if self.closed_by == "submission" and (not batch or life != self):
            return self, None
        return life, told

    def handed_in(self, now: datetime) -> "Life":
        """After a submission; the second and every later one change nothing."""
        if self.closed_at is not None:
            return self
        return self.swept(now) if self.is_late(now) else self._graded(closed_at=now, closed_by="submission")

    def swept(self, now: datetime) -> "Life":
        """After somebody looked for attempts that ran out."""
        if self.closed_at is not None or not self.is_late(now):
            return self
        return self._graded(closed_at=self.due, closed_by="deadline")

    def given_profile(self, percent: int, now: datetime, *, is_untimed: bool) -> "Life":
        """After the learner's profile was set; what an attempt under way has, it keeps."""
        life = replace(self, percent=percent, is_untimed=is_untimed)
        if life == self or not self.is_open(now) or self.by_profile is None:
            return life
        wanted = -(-self.limit * percent // 100)
        return replace(life, by_profile=None if is_untimed else max(self.by_profile, wanted))

    def given_minutes(self, minutes: int, now: datetime) -> "Life":
        """After minutes were given at the quiz; they reach an attempt that is under way."""
        life = replace(self, minutes=(*self.minutes, minutes))
        return replace(life, singles=(*self.singles, 60 * minutes)) if self.is_open(now) else life

    def decided_on(self, through: int, seen: int, *, counts: bool) -> "Life | None":
        """After a decision on the late answers up to a revision; None when it is refused."""
        if not any(one.verdict == LATE and one.revision == through for one in self.rows):
            return None
        if self.decided and self.decided[-1] == (through, counts):
            return self
        if seen != len(self.decided):
            return None
        return self._graded(decided=(*self.decided, (through, counts)))

    def _graded(self, **changes: Any) -> "Life":
        life = replace(self, **changes)
        return replace(life, grades=(*life.grades, life.points()))

    def _received(self, sent: Sent, now: datetime) -> tuple["Life", bool, dict[str, Any]]:
        about = {"slot": sent.slot, "seq": sent.seq}
        if self._is_bad(sent):
            return self, False, about | {"type": "bad-response", "stored": False}
        before = [one for one in self.rows if (one.sent.client, one.sent.seq) == (sent.client, sent.seq)]
        if before and _body(before[0].sent) != _body(sent):
            return self, False, about | {"type": "seq-reused", "stored": False}
        life, kept = (self, before[0]) if before else self._kept(sent, now)
        current = life.current(sent.slot)
        if kept.verdict == LATE:
            return life, False, about | {"type": LATE, "stored": True}
        if kept.verdict == NEWER:
            both = {"yours": _spelt(sent), "current": _spelt(current.sent), "revision": current.revision}
            return life, False, about | {"type": NEWER, "stored": True} | both
        good = {"revision": kept.revision, "saved_at": _moment(kept.at), "counts": current == kept}
        return life, True, about | good

    def _kept(self, sent: Sent, now: datetime) -> tuple["Life", Kept]:
        kept = Kept(sent, len(self.rows) + 1, now, self._verdict(sent, now))
        return replace(self, rows=(*self.rows, kept)), kept

    def _verdict(self, sent: Sent, now: datetime) -> str:
        if self.closed_at is not None or self.is_late(now):
            return LATE
        own = [one for one in self.rows if (one.sent.client, one.sent.slot) == (sent.client, sent.slot)]
        if any(one.sent.seq > sent.seq for one in own):
            return OVERTAKEN
        current = self.current(sent.slot)
        is_stale = current and sent.base is not None and sent.base < current.revision
        return NEWER if is_stale and current.sent.client != sent.client else COUNTS

    def _is_bad(self, sent: Sent) -> bool:
        if sent.slot not in self.keys or not set(sent.choice) <= set("abcd"):
            return True
        return len(sent.choice) > 1 and len(self.keys[sent.slot]) == 1

    @staticmethod
    def _newest(rows: Any) -> Kept | None:
        return max(rows, key=lambda one: one.revision, default=None)


def _body(sent: Sent) -> tuple[int, set[str], bool]:
    return sent.slot, set(sent.choice), sent.flag


def _spelt(sent: Sent) -> list[str]:
    return sorted(sent.choice)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
