"""The e-mail that somebody gave on one page of signing in, for the next one: in the session, never in an address.

It is taken out as it is shown, so that a shared computer does not go on showing it.
"""

from flask import session

from course_app.web.shared.access import viewer_or_none

KEY = "given_email"
LONGEST = 320


def keep_email(email: str | None) -> None:
    """Remember what was given."""
    if email and len(email) <= LONGEST:
        session[KEY] = email


def given_email() -> str:
    """The e-mail of whoever is signed in, else the one given before; nothing when there is none."""
    person = viewer_or_none()
    return person.email if person else session.pop(KEY, "")
