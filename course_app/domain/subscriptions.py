"""Mails that nobody has to get: the lists, and how somebody gets off one and on again.

They come with learning in a course, until the person stops them. Every step is an entry of its own, never changed: what
was said, how, and when.
"""

from dataclasses import dataclass

from course_app.domain.errors import RuleBroken

ANNOUNCEMENTS, REMINDERS = "announcements", "reminders"
ON, OFF = "on", "off"
ONE_CLICK, PAGE, ACCOUNT = "one click", "page", "account"
"""How somebody said it: their mail program's button, the page behind a mail's link, their account."""


@dataclass(frozen=True)
class List:
    """A list of mails: its name within a sentence, and what comes by it."""

    key: str
    words: str
    what: str


LISTS = {
    ANNOUNCEMENTS: List(
        ANNOUNCEMENTS,
        "announcements",
        "What whoever runs your course writes to everybody in your group, such as a changed date.",
    ),
    REMINDERS: List(
        REMINDERS,
        "reminders",
        "A mail now and then about a course that you have not begun or not completed, or whose time runs out.",
    ),
}


class NoSuchSubscription(RuleBroken):
    """No subscription has this key."""

    def __init__(self) -> None:
        super().__init__("There is no such subscription.")
