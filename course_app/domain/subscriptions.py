"""Mails that nobody has to get: the lists, and how somebody gets off one and on again.

Announcements and reminders come with learning in a course, until the person stops them. The newsletter comes to an
address that asked for it, once whoever reads its mail has agreed. Every step is an entry of its own, never changed:
what was said, how, and when.
"""

from dataclasses import dataclass

from course_app.domain.errors import RuleBroken

ANNOUNCEMENTS, REMINDERS, NEWSLETTER = "announcements", "reminders", "newsletter"
ON, OFF = "on", "off"
ONE_CLICK, PAGE, ACCOUNT, MAIL = "one click", "page", "account", "mail"
"""How somebody said it: their mail program's button, a page of the site, their account, a link in a mail."""
ASKED = "asked"
"""The step of an address that asked for the newsletter, before anybody agreed."""


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
"""What comes to those who learn."""
ALL_LISTS = LISTS | {NEWSLETTER: List(NEWSLETTER, "newsletter", "News of courses and practical days.")}


def newsletter_words(site: str) -> str:
    """What somebody agrees to who wants the newsletter."""
    return (
        f"{site} may keep this e-mail to send me its newsletter, with news of courses and practical days. I can stop "
        "it at any time, by the link in each of them."
    )


class NoSuchSubscription(RuleBroken):
    """No subscription has this key."""

    def __init__(self) -> None:
        super().__init__("There is no such subscription.")
