"""Words with which people enrol themselves: how they are typed, and when one does not work, in words.

Who guesses is stopped long before it could matter: a word has 72 random bits, and after ten words that are none a
person waits a quarter of an hour.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from course_app.domain.errors import RuleBroken
from course_app.domain.sign_in_limits import Limit, length_of

LETTERS, GROUP = 16, 4
GUESSES = (Limit(by_account=True, by_address=False, failures=10, window=timedelta(minutes=15)),)
ASK = "Ask whoever gave it to you for another one."
UNKNOWN = "There is no such key. It is sixteen letters in groups of four: compare it with what you were given."
REVOKED = f"This key was withdrawn. You were not enrolled. {ASK}"
EXPIRED = f"The time for which this key was given is over. You were not enrolled. {ASK}"
RETIRED = f"The group that this key is for takes nobody any more. You were not enrolled. {ASK}"


@dataclass(frozen=True)
class Key:
    """A key as it stands. `seats` None: any number; `is_retired`: its cohort is in use no more."""

    seats: int | None
    uses: int
    expires_at: datetime | None
    revoked_at: datetime | None
    is_retired: bool = False


class KeyRefused(RuleBroken):
    """The key enrols nobody, or not this person."""


class TooManyGuesses(RuleBroken):
    """Somebody has to wait before another word is looked at; `seconds` says how long."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds, length = length_of(wait)
        super().__init__(
            f"You tried several keys that there are not. Wait {length}, then try again. Nothing was changed."
        )


def word_of(typed: str) -> str:
    """A word as it is kept, whatever it was typed with: four letters, a hyphen, four letters …"""
    letters = re.sub(r"[^a-z]", "", typed.casefold())[: LETTERS + 1]
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def refusal(key: Key, now: datetime) -> str:
    """Why a key enrols nobody now; empty when it does."""
    if key.revoked_at is not None:
        return REVOKED
    if key.is_retired:
        return RETIRED
    if key.expires_at is not None and key.expires_at <= now:
        return EXPIRED
    if key.seats is not None and key.uses >= key.seats:
        seats = "The one seat" if key.seats == 1 else f"All {key.seats} seats"
        return f"{seats} of this key {'is' if key.seats == 1 else 'are'} taken. You were not enrolled. {ASK}"
    return ""


def refusal_of_learner(course: str, key_cohort: str, own_cohort: str | None) -> str:
    """Why somebody who learns the course already (in that cohort, empty: in none) gains nothing; empty: they do."""
    if own_cohort == key_cohort:
        return f"You are enrolled in “{course}” with this key’s group already. Nothing was changed, and no seat taken."
    if own_cohort:
        return (
            f"You are enrolled in “{course}” already, with “{own_cohort}”. A key does not move you: whoever runs the "
            "course can. Nothing was changed."
        )
    return ""
