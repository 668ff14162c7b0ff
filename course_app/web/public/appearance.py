"""Colours and text size: kept in a cookie, and in the account of whoever is signed in."""

from flask import Response, current_app, redirect, request, url_for

from course_app.services import accounts
from course_app.web.public.blueprint import public as blueprint
from course_app.web.shared.access import local_path, page_before, public, viewer_or_none
from course_app.web.shared.errors import wants_json
from course_app.web.shared.pages import TEXT_SIZES, THEMES

A_YEAR = 365 * 86_400


@blueprint.post("/appearance")
@public
def appearance() -> Response:
    """Take the choice, and back to the page (a script stays on it); an unknown choice leaves the system's."""
    theme = request.form.get("theme", "")
    text_size = request.form.get("text", "")
    theme = theme if theme in THEMES else "system"
    text_size = text_size if text_size in TEXT_SIZES else "standard"
    person = viewer_or_none()
    if person:
        accounts.choose_appearance(person.id, theme, text_size)
    response = Response(status=204) if wants_json() else redirect(_way_back(), 303)
    response.set_cookie(
        "appearance",
        f"{theme}.{text_size}",
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def _way_back() -> str:
    return page_before() or local_path(request.form.get("next")) or url_for("public.home")
