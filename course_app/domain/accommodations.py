"""What a learner is given because they need it, and nothing of why: time, larger text, less movement, attempts.

A profile (`Accommodation`) holds in every course; single adjustments belong to one quiz. `Allowance` is what both come
to at one quiz. Nothing here ever shortens, and the order in which things were given does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from course_app.domain.quizzes import Quiz
from course_app.domain.wording import duration, number_word

MOST_PERCENT = 300


@dataclass(frozen=True)
class Accommodation:
    """A learner's profile. `extra_percent` of every time limit is added to it; `is_untimed`: no limit at all."""

    extra_percent: int = 0
    is_untimed: bool = False
    larger_text: bool = False
    reduced_motion: bool = False


NOTHING = Accommodation()


@dataclass(frozen=True)
class Allowance:
    """What one learner is given at one quiz: a share of its limit or none at all, further seconds and attempts.

    `opens` and `closes`: the moments to which its window is moved for them, None where it is not; `cohort_opens` and
    `cohort_closes` the same for their cohort.
    """

    percent: int = 0
    is_untimed: bool = False
    seconds: int = 0
    attempts: int = 0
    opens: datetime | None = None
    closes: datetime | None = None
    cohort_opens: datetime | None = None
    cohort_closes: datetime | None = None


USUAL = Allowance()


def share(limit_seconds: int, percent: int) -> int:
    """The seconds that a percentage adds to a limit, rounded up to whole ones."""
    return -(-limit_seconds * percent // 100)


def adjustments(limit_seconds: int | None, allowance: Allowance) -> dict[str, int | None]:
    """What moves the end of a learner's attempt, by where it comes from: "profile" (None lifts the limit), "single".

    Nothing where nothing is given, or where there is no limit.
    """
    if limit_seconds is None:
        return {}
    by_profile = None if allowance.is_untimed else share(limit_seconds, allowance.percent)
    given = {"profile": by_profile, "single": allowance.seconds}
    return {source: seconds for source, seconds in given.items() if seconds != 0}


def still_to_add(wanted: int | None, had: Sequence[int | None]) -> int | None:
    """What an attempt under way still lacks of what its learner is given now: 0, seconds, or None for no limit.

    What it had stays, even where less is given now.
    """
    if None in had:
        return 0
    return None if wanted is None else max(0, wanted - sum(one for one in had if one is not None))


def limit_for(limit_seconds: int | None, allowance: Allowance) -> int | None:
    """A learner's own limit; None: untimed."""
    if limit_seconds is None or allowance.is_untimed:
        return None
    return limit_seconds + share(limit_seconds, allowance.percent) + allowance.seconds


def quiz_for(quiz: Quiz, allowance: Allowance) -> Quiz:
    """The quiz as its rules hold for the learner: with as many attempts as they have."""
    return quiz if quiz.attempts is None else replace(quiz, attempts=quiz.attempts + allowance.attempts)


def time_sentence(limit_seconds: int | None, allowance: Allowance = USUAL, whose: str = "you") -> str:
    """What the start page says under "Your time": “45 minutes: 30 + 50 % for you.”

    `whose`: "you", or how whoever teaches reads it, "this learner".
    """
    if limit_seconds is None:
        return "No limit. Take the time you need." if whose == "you" else "No limit."
    if allowance.is_untimed:
        return f"No limit for {whose}; the usual one is {duration(limit_seconds)}."
    whole = limit_for(limit_seconds, allowance)
    if whole == limit_seconds:
        return f"{duration(limit_seconds)}."
    lengths = [duration(one) for one in (whole, limit_seconds, allowance.seconds) if one]
    if all(one.endswith(" minutes") for one in lengths):
        lengths[1:] = [one.removesuffix(" minutes") for one in lengths[1:]]
    parts = [lengths[1], *([f"{allowance.percent} %"] if allowance.percent else []), *lengths[2:]]
    return f"{lengths[0]}: {' + '.join(parts)} for {whose}."


def attempts_sentence(allowance: Allowance) -> str:
    """What the start page adds under "Attempts"; empty when there are no more than usual."""
    if not allowance.attempts:
        return ""
    more = "One attempt" if allowance.attempts == 1 else f"{number_word(allowance.attempts).capitalize()} attempts"
    return f"{more} more than usual {'was' if allowance.attempts == 1 else 'were'} given to you."


def profile_sentences(profile: Accommodation) -> tuple[str, ...]:
    """A profile in words, to the learner; empty when nothing is given."""
    said = []
    if profile.is_untimed:
        said.append("No time limit at any quiz.")
    elif profile.extra_percent:
        said.append(f"{profile.extra_percent} % more time at every quiz with a time limit.")
    if profile.larger_text:
        said.append("Larger text.")
    if profile.reduced_motion:
        said.append("Nothing on the pages moves.")
    return tuple(said)
