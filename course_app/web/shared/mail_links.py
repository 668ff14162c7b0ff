"""Where the links in mails lead, and where a mail lies that nobody sends.

Links come from the site's own address (COURSE_APP_BASE_URL) alone, never from what a request says of its host; where
none is set the site is meant for this machine, and they lead to localhost.
"""

from urllib.parse import urlsplit

from flask import current_app, request, url_for

from course_app.gateways.ports import is_loopback
from course_app.services.certifying import Stationery
from course_app.services.links import Letterhead
from course_app.web.shared.access import viewer_or_none

INVITATION = "account.invitation"
"""The page behind the link of an invitation."""


def letterhead(endpoint: str) -> Letterhead:
    """The site's name, the address of that endpoint for a token, and the sign-in page."""
    name, sign_in = current_app.config["SETTINGS"].site_name, site_address(url_for("account.sign_in"))
    return Letterhead(name, lambda token: site_address(url_for(endpoint, token=token)), sign_in)


def stationery() -> Stationery:
    """The site's name, and where a learner finds their record of a course."""
    name = current_app.config["SETTINGS"].site_name
    return Stationery(name, lambda course: site_address(url_for("learner.record", course=course)))


def site_address(path: str) -> str:
    """A path as the whole address that somebody elsewhere follows."""
    return (current_app.config["SETTINGS"].base_url or _local_address()) + path


def mail_lies_in() -> str:
    """Where mails lie, told to whoever sits at the machine when no mail server is set; else nothing.

    The folder itself is told to administrators alone.
    """
    settings = current_app.config["SETTINGS"]
    if settings.mail_url or settings.base_url or not is_loopback(request.remote_addr or ""):
        return ""
    person = viewer_or_none()
    return str(settings.mail_folder) if person and person.is_admin else "mail/"


def _local_address() -> str:
    try:
        port = urlsplit(f"//{request.host}").port
    except ValueError:
        port = None
    return f"http://localhost:{port}" if port else "http://localhost"
