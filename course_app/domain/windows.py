"""When a quiz is open: as it is written, in the course's zone, and as it holds for one learner.

`opens` and `closes` of a quiz say when attempts may start. Closing stops starting, and a running attempt keeps its
minutes. One without a time limit has no minutes of its own: it ends when the quiz closes.

Extra time is a share of a time limit. Where there is no limit, a window of at most a day is one: it is the sitting
itself, and the closing moves by the share. A longer one is a span of days from which everybody takes the time they
need; for one learner it is moved by hand (`Allowance.opens`, `.closes`), as any other window may be.

A cohort may have a window of its own in the place of everybody's, and what a learner is given comes on top of it. A
learner learns a course in one cohort at a time, so that two cohorts' windows never meet.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from course_app.domain.accommodations import USUAL, Allowance, adjustments, share
from course_app.domain.attempts import Window, due_at
from course_app.domain.questions import Fault
from course_app.domain.quizzes import Quiz
from course_app.domain.wording import duration

LONGEST_SITTING = 86_400
WRITTEN = re.compile(r"(20[0-9]{2}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2})")


@dataclass(frozen=True)
class OwnWindow:
    """A window as it holds for one learner.

    `window`: when they may start. `usual`: everybody's. `group`: their cohort's, which is `usual` where it has none of
    its own. `cut`: the moment, in UTC, to which an attempt that has no
    time limit runs, before what the learner is given is added; None for one that has a limit, or nothing to end it.
    `given`: what is added to that or to the limit, as `accommodations.adjustments` says it.
    """

    window: Window
    usual: Window
    group: Window
    cut: datetime | None
    given: dict[str, int | None]

    @property
    def is_moved(self) -> bool:
        """Whether it is not everybody's."""
        return self.window != self.usual

    @property
    def is_cohorts(self) -> bool:
        """Whether it is their cohort's, and not everybody's."""
        return self.is_moved and self.window == self.group

    def due(self, started_at: datetime, limit_seconds: int | None) -> datetime | None:
        """When an attempt that starts then ends; None: never."""
        return due_at(started_at, limit_seconds, tuple(self.given.values()), self.cut)


def wall_clock(text: str) -> str:
    """A date and a time as a quiz keeps them, “2026-12-01 09:00”; empty when the text is none."""
    parts = WRITTEN.fullmatch(text.strip())
    try:
        return datetime.fromisoformat(" ".join(parts.groups())).isoformat(" ", "minutes") if parts else ""
    except ValueError:
        return ""


def moment_of(written: str, zone: tzinfo) -> datetime:
    """The moment, in UTC, at which the clocks of the zone show what is written.

    A time that comes twice is its first coming, one that the clocks skip as long after the change as it says.
    """
    return datetime.fromisoformat(written).replace(tzinfo=zone).astimezone(UTC)


def written_of(moment: datetime, zone: tzinfo) -> str:
    """The same back: what the clocks of the zone show then."""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(" ", "minutes")


def end_of(day: date, zone: tzinfo) -> datetime:
    """The moment, in UTC, at which a last day is over in the zone."""
    return moment_of(f"{day + timedelta(days=1)} 00:00", zone)


def last_day(end: datetime, zone: tzinfo) -> date:
    """The last day of what ends at that moment."""
    return (end - timedelta(milliseconds=1)).astimezone(zone).date()


def clock_fault(written: str, zone: tzinfo) -> str:
    """Why a time cannot be taken as it is written, in a sentence; empty when it can."""
    local = datetime.fromisoformat(written).replace(tzinfo=zone)
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    day, hour = f"{local.day} {local:%B %Y}", f"{local:%H:%M}"
    if written_of(local.astimezone(UTC), zone) == written:
        return f"{hour} comes twice on {day} in the course’s zone, where the clocks go back. Choose another time."
    return f"There is no {hour} on {day} in the course’s zone, where the clocks go forward. Choose another time."


def window_faults(opens: str, closes: str, zone: tzinfo) -> list[Fault]:
    """What is wrong with a window as it is written, each at “opens” or “closes”; empty texts bound nothing."""
    written = {"opens": opens, "closes": closes}
    faults = [Fault(name, why) for name, one in written.items() if one and (why := clock_fault(one, zone))]
    if not faults and opens and closes and moment_of(opens, zone) >= moment_of(closes, zone):
        faults.append(Fault("closes", "It closes before it opens. Choose a later closing, or an earlier opening."))
    return faults


def window_cautions(quiz: Quiz, zone: tzinfo, most_percent: int = 0) -> tuple[str, ...]:
    """What an author should know of a window that can be kept, in sentences.

    `most_percent`: the largest share of extra time that a learner of the course is given.
    """
    length, limit = _length(window_of(quiz, zone)), quiz.time_limit
    if length is None or limit is None or length >= (longest := limit + share(limit, most_percent)):
        return ()
    whole = duration(limit if length < limit else longest)
    less = f"its time limit of {whole}" if length < limit else f"the {whole} of a learner who is given extra time"
    return (
        f"It is open for {duration(length)}, less than {less}. Closing stops starting only: whoever has begun keeps "
        f"the whole {whole}.",
    )


def window_of(quiz: Quiz, zone: tzinfo) -> Window:
    """When a quiz is open to everybody."""
    return Window(
        opens=moment_of(quiz.opens, zone) if quiz.opens else None,
        closes=moment_of(quiz.closes, zone) if quiz.closes else None,
    )


def shifted(quiz: Quiz, days: int) -> tuple[str, str]:
    """The opening and the closing so many days later (before: less than 0), at the same hours, as they are written."""
    by = timedelta(days=days)
    moved = [one and (datetime.fromisoformat(one) + by).isoformat(" ", "minutes") for one in (quiz.opens, quiz.closes)]
    return moved[0], moved[1]


def group_window(quiz: Quiz, zone: tzinfo, allowance: Allowance) -> Window:
    """When a quiz is open to the cohort of a learner, where no more is given to them; its bounds are the quiz's."""
    usual = window_of(quiz, zone)
    return Window(
        opens=usual.opens and (allowance.cohort_opens or usual.opens),
        closes=usual.closes and (allowance.cohort_closes or usual.closes),
    )


def limit_to_share(quiz: Quiz, zone: tzinfo, allowance: Allowance = USUAL) -> int | None:
    """The seconds of which extra time is a share: the time limit, else a window that is a sitting; else None."""
    if quiz.time_limit is not None or not (quiz.opens and quiz.closes):
        return quiz.time_limit
    length = _length(group_window(quiz, zone, allowance))
    return length if length is not None and length <= LONGEST_SITTING else None


def own_window(quiz: Quiz, zone: tzinfo, allowance: Allowance) -> OwnWindow:
    """The window of one learner. One that was moved for them is never shorter at its end than their cohort's."""
    group = group_window(quiz, zone, allowance)
    opens, closes = group.opens and (allowance.opens or group.opens), group.closes
    if closes is not None and allowance.closes is not None:
        closes = max(closes, allowance.closes)
    given = adjustments(limit_to_share(quiz, zone, allowance), allowance)
    cut = closes if quiz.time_limit is None else None
    if cut is not None and None not in given.values():
        closes = due_at(cut, None, tuple(given.values()), cut)
    return OwnWindow(Window(opens, closes), window_of(quiz, zone), group, cut, given)


def _length(window: Window) -> int | None:
    if window.opens is None or window.closes is None:
        return None
    return (window.closes - window.opens) // timedelta(seconds=1)
