"""Mails that nobody has to get: the lists, and how somebody comes onto one and off it.

Announcements and reminders come with learning in a course, until the person stops them. News comes only to whoever
asked for it and then confirmed that the address is theirs; until that, one mail asks for it and nothing else is sent.
Every step of it is an entry of its own, never changed: what was said, how, and when.
"""

from dataclasses import dataclass
from datetime import timedelta

from course_app.domain.errors import RuleBroken

ANNOUNCEMENTS, REMINDERS, NEWS = "announcements", "reminders", "news"
ASKED, ON, OFF = "asked", "on", "off"
ONE_CLICK, PAGE, ACCOUNT = "one click", "page", "account"
"""How somebody said it: their mail program's button, the page behind a mail's link, their account."""
CONFIRM_WITHIN = timedelta(days=3)


@dataclass(frozen=True)
class List:
    """A list of mails: its name within a sentence, what comes by it, and how often."""

    key: str
    words: str
    what: str


LISTS = {
    one.key: one
    for one in (
        List(
            ANNOUNCEMENTS,
            "announcements",
            "What whoever runs your course writes to everybody in your group, such as a changed date.",
        ),
        List(
            REMINDERS,
            "reminders",
            "One mail when you have not begun, when you stopped in the middle, or when your time is running out. Each "
            "of them comes once, and two never within three days.",
        ),
        List(NEWS, "news", "A few mails a year about new courses and practical days."),
    )
}
OF_LEARNERS = (ANNOUNCEMENTS,)
"""What comes with learning in a course. Reminders and news have their place here, and nobody is sent any yet."""


class NoSuchSubscription(RuleBroken):
    """No subscription has this key."""

    def __init__(self) -> None:
        super().__init__("There is no such subscription.")
