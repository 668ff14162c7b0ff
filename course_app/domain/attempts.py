"""When an attempt may start, until when it runs, and what is late.

Times are aware datetimes, lengths whole seconds; None means "untimed". All sums are done in UTC, so that 24 hours
are 86,400 seconds whatever the clocks do. Lateness is judged by the server's receipt time alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from course_app.domain.errors import RuleBroken
from course_app.domain.quizzes import Quiz, is_assessed
from course_app.domain.wording import duration, first_upper, number_word

GRACE_SECONDS = 10


class NotEnrolled(RuleBroken):
    """The enrolment is not active: nothing new starts."""

    def __init__(self) -> None:
        super().__init__("Your enrolment is not active, so no new attempt can start. What you did is kept.")


class QuizNotOpen(RuleBroken):
    """The quiz is not published (any more): nothing new starts."""

    def __init__(self) -> None:
        super().__init__("This quiz is not open at present. Earlier attempts and their results are kept.")


class EmailNotConfirmed(RuleBroken):
    """The quiz is assessed and the learner's e-mail is not confirmed yet."""

    def __init__(self) -> None:
        super().__init__(
            "Confirm your e-mail before you start: this quiz is assessed, and its result has to reach you. Every "
            "lesson and the practice quizzes stay open meanwhile."
        )


class AttemptsUsedUp(RuleBroken):
    """All `allowed` attempts have been started."""

    def __init__(self, allowed: int) -> None:
        used = "The only attempt is" if allowed == 1 else f"All {number_word(allowed)} attempts are"
        super().__init__(f"{used} used; what you reached is kept. If you need another, ask your instructor.")
        self.allowed = allowed


class TooSoon(RuleBroken):
    """The delay of `delay` seconds is not over; `when` is the moment (UTC) from which the next attempt may start."""

    def __init__(self, delay: int, when: datetime) -> None:
        super().__init__(f"The next attempt can start {duration(delay)} after the end of the last one.")
        self.delay = delay
        self.when, self.when_is = when, "That is"


class NotOpenYet(RuleBroken):
    """The quiz opens at `when` (UTC)."""

    def __init__(self, when: datetime) -> None:
        super().__init__("This quiz is not open yet.")
        self.when, self.when_is = when, "It opens on"


class Closed(RuleBroken):
    """The quiz closed at `when` (UTC): nothing new starts, and an attempt that was begun is no matter of this."""

    def __init__(self, when: datetime) -> None:
        super().__init__(
            "This quiz has closed, so no attempt can start. Earlier attempts and their results are kept. If you need "
            "a later time, ask your instructor."
        )
        self.when, self.when_is = when, "It closed on"


@dataclass(frozen=True)
class Window:
    """From which moment (UTC) on, and before which, attempts may start; None: no such bound."""

    opens: datetime | None = None
    closes: datetime | None = None

    def state(self, now: datetime) -> str:
        """“early”, “open” or “closed”. The opening's own moment is in, the closing's is out."""
        if self.closes is not None and now >= self.closes:
            return "closed"
        return "early" if self.opens is not None and now < self.opens else "open"


ALWAYS = Window()


@dataclass(frozen=True)
class StartFacts:
    """What is known when somebody wants to start.

    `started`: attempts of this enrolment at this quiz, the open one included; `last_closed_at`: the effective close
    of the latest closed one; `window`: the learner's own.
    """

    enrolment_active: bool
    quiz_published: bool
    started: int
    last_closed_at: datetime | None
    has_open: bool
    email_confirmed: bool
    window: Window = ALWAYS


def may_start(facts: StartFacts, quiz: Quiz, now: datetime) -> None:
    """Whether an attempt may start (or the open one go on): None, or the error that says why not.

    An open attempt always goes on: withdrawal, unpublishing and closing stop only what is new. Raises NotEnrolled,
    QuizNotOpen, Closed, NotOpenYet, AttemptsUsedUp, TooSoon or EmailNotConfirmed, the first that applies.
    """
    if facts.has_open:
        return
    if not facts.enrolment_active:
        raise NotEnrolled
    if not facts.quiz_published:
        raise QuizNotOpen
    _refuse_outside(facts.window, now)
    if quiz.attempts is not None and facts.started >= quiz.attempts:
        raise AttemptsUsedUp(quiz.attempts)
    when = next_start(facts.last_closed_at, quiz.delay)
    if when is not None and now < when:
        raise TooSoon(quiz.delay or 0, when)
    if is_assessed(quiz) and not facts.email_confirmed:
        raise EmailNotConfirmed


def _refuse_outside(window: Window, now: datetime) -> None:
    state_now = window.state(now)
    if state_now == "closed" and window.closes is not None:
        raise Closed(window.closes)
    if state_now == "early" and window.opens is not None:
        raise NotOpenYet(window.opens)


def next_start(last_closed_at: datetime | None, delay: int | None) -> datetime | None:
    """The moment from which the next attempt may start; None when no delay applies."""
    if last_closed_at is None or delay is None:
        return None
    return _after(last_closed_at, delay)


def waits_until(closes: Iterable[datetime | None], delay: int | None, now: datetime) -> datetime | None:
    """The moment for which the next attempt still has to wait; None when the delay holds nothing up (any more).

    `closes`: the effective closes of the attempts so far, None for one that is open.
    """
    when = next_start(max(filter(None, closes), default=None), delay)
    return when if when is not None and now < when else None


def next_moment(window: Window, waits: datetime | None, now: datetime) -> datetime | None:
    """The later of the moments that are still to come: the opening, and that for which an attempt waits anyway."""
    ahead = [waits, window.opens if window.state(now) == "early" else None]
    return max(filter(None, ahead), default=None)


def due_at(
    started_at: datetime,
    limit_seconds: int | None,
    adjustments: Sequence[int | None] = (),
    window_closes: datetime | None = None,
) -> datetime | None:
    """When an attempt ends by itself: start + limit, cut off by the window's end, + adjustments; None: never.

    Each adjustment moves limit and window together, by so many seconds; None among them lifts both. Their order does
    not matter, and none shortens: raises ValueError for a negative one.
    """
    given = [one for one in adjustments if one is not None]
    if any(one < 0 for one in given):
        raise ValueError("an adjustment never shortens")
    if len(given) < len(adjustments):
        return None
    ends = [] if window_closes is None else [_after(window_closes, 0)]
    if limit_seconds is not None:
        ends.append(_after(started_at, limit_seconds))
    return _after(min(ends), sum(given)) if ends else None


def is_late(received_at: datetime, due: datetime | None) -> bool:
    """Whether an answer received then is too late: after the end and the grace, whose last moment still counts."""
    return due is not None and received_at > _after(due, GRACE_SECONDS)


def state(submitted_at: datetime | None, due: datetime | None, now: datetime) -> str:
    """Once submitted "closed"; once no answer would count any more "overdue"; until then, grace included, "open"."""
    if submitted_at is not None:
        return "closed"
    return "overdue" if is_late(now, due) else "open"


def effective_close(submitted_at: datetime | None, due: datetime | None, now: datetime) -> datetime | None:
    """The moment from which a closed or overdue attempt dates: submission or end, whichever is earlier; else None."""
    if state(submitted_at, due, now) == "open":
        return None
    return min(_after(moment, 0) for moment in (submitted_at, due) if moment is not None)


def seconds_left(due: datetime | None, now: datetime) -> int | None:
    """Whole seconds until the end, rounded down, never below 0; None when untimed. The grace is not shown."""
    if due is None:
        return None
    return max(0, (_after(due, 0) - _after(now, 0)) // timedelta(seconds=1))


def attempts_left(started: int, allowed: int | None) -> int | None:
    """How many attempts may still start; None: as many as one likes."""
    return None if allowed is None else max(0, allowed - started)


def allowance_sentence(started: int, quiz: Quiz) -> str:
    """What the start page says under "Attempts": how many are left, and how far apart they must be."""
    left = attempts_left(started, quiz.attempts)
    count = "As many as you like" if left is None else f"{left} of {quiz.attempts} left"
    apart = f", at least {duration(quiz.delay)} apart" if quiz.delay and quiz.attempts != 1 else ""
    return f"{count}{apart}."


def remaining_sentence(started: int, quiz: Quiz, *, passed: bool, is_closed: bool = False) -> str:
    """What the result page says about further attempts; `is_closed`: by the learner's own window."""
    left = attempts_left(started, quiz.attempts)
    if is_closed and left != 0:
        return f"The quiz has closed: no further attempt can start{', and none is needed' if passed else ''}."
    if left == 0:
        return "No attempt is left, and none is needed." if passed else "No attempt is left. Ask your instructor."
    them = "it" if left == 1 else "them"
    if left is None:
        count = "You may try again as often as you like"
    else:
        count = f"{first_upper(number_word(left))} {'attempt is' if left == 1 else 'attempts are'} left"
    if passed:
        return f"{count}. You do not need {them if left else 'to'}; a lower score would not replace this one."
    wait = f" The next can start {duration(quiz.delay)} after the end of the last one." if quiz.delay else ""
    return f"{count}.{wait}"


def _after(moment: datetime, seconds: int) -> datetime:
    if moment.tzinfo is None:
        raise TypeError("a time without its zone")
    return moment.astimezone(UTC) + timedelta(seconds=seconds)
