"""Enquiries: what people write through the contact page, or to be told of the next practical day near them.

What looks like spam is kept apart and not refused, so that nobody honest is lost. A form that is sent at once, or after
a day, comes back with everything in it and is sent by pressing again.
"""

import re
from datetime import datetime, timedelta

from course_app.domain.errors import RuleBroken
from course_app.domain.sign_in_limits import Limit, length_of

CONTACT, PRACTICAL_DAY = "contact", "practical-day"
KINDS = {CONTACT: "Question", PRACTICAL_DAY: "Next practical day"}
NEW, ANSWERED, SPAM = "new", "answered", "spam"
STATES = {NEW: "New", ANSWERED: "Answered", SPAM: "Spam"}
LONGEST_BODY, LONGEST_NOTE = 4_000, 1_000
MOST_LINKS = 2
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
LEFT_EMPTY, LINKS = "left-empty", "links"
SIGNS = {
    LEFT_EMPTY: "A field that nobody can see was filled in.",
    LINKS: f"There are more than {MOST_LINKS} links in it.",
}
SOONEST, LATEST = timedelta(seconds=3), timedelta(days=1)
TOO_SOON = (
    "This came faster than anybody can write, so nothing was sent yet. What you wrote is kept here: press the button "
    "again."
)
TOO_LATE = (
    "This page was opened more than a day ago, so nothing was sent yet. What you wrote is kept here: press the button "
    "again."
)
SAME_WITHIN = timedelta(days=1)
FROM_ONE_ADDRESS = (Limit(by_account=True, by_address=False, failures=20, window=timedelta(minutes=15)),)


class TooManyEnquiries(RuleBroken):
    """Too much is written from one address; `seconds` says how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds, length = length_of(wait)
        super().__init__(
            "Many people wrote from your network just now, so this was not sent yet. What you wrote is kept here. Wait "
            f"{length}, then press the button again."
        )


def consent_words(site: str) -> str:
    """What somebody agrees to who asks to be told of practical days."""
    return (
        f"{site} may keep my name, my e-mail and this place to write to me about practical days near it. I can take "
        "this back at any time."
    )


def sign_of_spam(left_empty: str, text: str) -> str:
    """By what it looks like spam, a key of `SIGNS`; empty when it does not."""
    if left_empty:
        return LEFT_EMPTY
    return LINKS if len(LINK.findall(text)) > MOST_LINKS else ""


def fault_of_time(opened_at: datetime | None, now: datetime) -> str:
    """Why a form that was opened then is not taken yet; empty when it is. None: it does not say when, or not truly."""
    if opened_at is None or now - opened_at > LATEST:
        return TOO_LATE
    return TOO_SOON if now - opened_at < SOONEST else ""
