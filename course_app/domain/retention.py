"""How long each kind of data is kept, and when the next of it goes.

A rule is a kind, its words, and after how many days it goes; 0: it stays. What the program keeps for a fixed time, or
as long as the account, is told in FIXED, so that a page can say all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from course_app.domain.erasure import Kind

LEAST_SIGN_IN_DAYS = 30
"""As long as a sign-in lasts: removing its row earlier would end it."""
LONGEST_DAYS = 36_500
DEFAULTS = {"sign_ins": 90, "links": 30, "mails": 180, "unconfirmed": 90, "enquiries": 365, "spam": 30}
KINDS = (
    Kind("sign_ins", "Sign-ins", "With browser and address. One that still holds is never touched."),
    Kind("links", "One-time links", "Used or run out. Only a fingerprint of each is kept."),
    Kind("mails", "Mails", "Sent or given up, with address and text. What waits is never touched."),
    Kind(
        "unconfirmed",
        "Accounts never confirmed",
        "Nobody ever confirmed the e-mail, and there is no enrolment, role or question to them. They are erased.",
    ),
    Kind("enquiries", "Enquiries", "Answered, with name, e-mail and text. What waits for an answer is never touched."),
    Kind("spam", "Enquiries that look like spam", "Set aside by the site itself or by an administrator."),
)
FIXED = (
    ("Failed sign-ins", "At most a day after they last count towards a limit."),
    ("Uploaded lists of people and of questions", "A day; then every row is removed."),
    ("E-mails of the newsletter", "With what their readers agreed to and stopped, until they ask otherwise."),
    ("The audit", "For good, without personal values once somebody’s data are erased."),
    ("Account, enrolments, attempts and answers", "Until erasure is asked for and done."),
)


@dataclass(frozen=True)
class Rule:
    """A kind of data, and after how many days it goes (0: it stays)."""

    kind: Kind
    days: int

    @property
    def sentence(self) -> str:
        """How long it is kept, in words."""
        if not self.days:
            return "Until it is erased."
        return "One day." if self.days == 1 else f"{self.days:,} days."


def rules(days: Mapping[str, int]) -> tuple[Rule, ...]:
    """The rules as an installation has set them; `days` by kind."""
    return tuple(Rule(kind, days[kind.key]) for kind in KINDS)


def before(rule: Rule, now: datetime) -> datetime | None:
    """What is as old as this or older goes; None: nothing does."""
    return now - timedelta(days=rule.days) if rule.days else None


def goes_at(rule: Rule, oldest: datetime | None) -> datetime | None:
    """When the oldest piece goes; None when there is none, or it stays."""
    return oldest + timedelta(days=rule.days) if oldest and rule.days else None
