"""The mails that nobody has to get, as `mail_texts` has the others: each ends with how to stop them."""

from datetime import date

from course_app.domain.learning_states import CLOSING, NOT_STARTED
from course_app.domain.reminders import Rule
from course_app.formats.mail_texts import LINK, STOP, MailText, letter


def announcement(site: str, name: str, course: str, subject: str, body: str) -> MailText:
    """What whoever runs the course writes to everybody in a cohort."""
    return letter(
        subject,
        site,
        name,
        body,
        f"This went to everybody in your group of “{course}”. If you want no such mails, stop them here:",
        STOP,
    )


def reminder(site: str, name: str, course: str, rule: Rule, ends_on: date | None, page: str) -> MailText:
    """How somebody stands in a course; `page` is where they go on, `ends_on` the last day that it is open to them."""
    until = f"until {ends_on.day} {ends_on:%B %Y}" if ends_on else "only until the last day of your access"
    if rule.kind == CLOSING:
        subject = f"“{course}”: open to you {until}"
        said = f"“{course}” is open to you {until}, and you have not completed it yet."
    elif rule.kind == NOT_STARTED:
        subject, said = f"“{course}” is waiting for you", f"You are enrolled in “{course}” and have not begun it yet."
    else:
        subject, said = f"Going on with “{course}”", f"You have begun “{course}” and have not been there for a while."
    return letter(
        subject,
        site,
        name,
        f"{said} Your place in it is kept here:",
        page,
        *([rule.note] if rule.note else []),
        f"You get this since you are in a group of “{course}”. If you want no reminders, stop them here:",
        STOP,
    )


def newsletter_asked(site: str) -> MailText:
    """To an address that asked for the newsletter: does its reader want it?"""
    return letter(
        f"The newsletter of {site}: is it you who asks?",
        site,
        "reader",
        f"Somebody, probably you, asked for the newsletter of {site} at this e-mail. Open this page and press the "
        "button, and it comes to you:",
        LINK,
        "The link works once, within seven days. Without it nothing is sent to you, and the e-mail is forgotten.",
    )


def newsletter_comes(site: str) -> MailText:
    """To an address that asked for the newsletter and gets it."""
    return letter(
        f"The newsletter of {site} comes to you",
        site,
        "reader",
        f"Somebody, probably you, asked for the newsletter of {site} at this e-mail. It comes to you already, so there "
        "is nothing to do. If you want it no more, stop it here:",
        STOP,
    )
