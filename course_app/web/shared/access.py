"""Who may call what, and who is calling.

Every view carries `@public` or `@requires("right")`; both only mark it. `shared.gate` reads the mark before every
request and refuses what is not allowed, so a view never has to ask. Rights are rows in `domain.permissions`; for
which course a right holds is the page's own look-up, which finds nothing for a stranger (404).
"""

import unicodedata
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import g, request
from flask_login import AnonymousUserMixin, current_user

from course_app.queries.viewer import Viewer

View = TypeVar("View", bound=Callable[..., object])

PUBLIC = ""
MARK = "required_right"
LONGEST_PATH = 2_000


def public(view: View) -> View:
    """Anybody may call this view."""
    setattr(view, MARK, PUBLIC)
    return view


def requires(right: str) -> Callable[[View], View]:
    """Only somebody one of whose roles has this right (`domain.permissions`) may call the view."""

    def mark(view: View) -> View:
        setattr(view, MARK, right)
        return view

    return mark


def viewer_or_none() -> Viewer | None:
    """Whoever is signed in; read once a request."""
    person = current_user._get_current_object()
    return person if isinstance(person, Viewer) else None


def forget_viewer() -> None:
    """Answer the rest of this request as to a visitor: after a defect the database may not tell who asks."""
    g._login_user = AnonymousUserMixin()


def viewer() -> Viewer:
    """Whoever is signed in, in a view that requires a right."""
    person = viewer_or_none()
    if person is None:
        raise RuntimeError("viewer() was asked in a view that a visitor may call; use viewer_or_none()")
    return person


def local_path(address: str | None) -> str:
    """The address if it is a path on this site, else nothing: what `next` may be.

    A browser drops tabs and line ends and reads a backslash as a slash, so any of them makes an address unusable.
    """
    if not address or len(address) > LONGEST_PATH or not address.startswith("/") or address.startswith("//"):
        return ""
    if "\\" in address or any(character.isspace() or _is_control(character) for character in address):
        return ""
    return address


def page_before() -> str:
    """The path of the page of this site on which the request was made; nothing when it is not known."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return ""
    return local_path(parts.path + (f"?{parts.query}" if parts.query else ""))


def _is_control(character: str) -> bool:
    return unicodedata.category(character).startswith("C")
