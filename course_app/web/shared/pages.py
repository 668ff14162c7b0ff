"""What every template may use: the viewer, the site's name, the static tree, the colours and text size."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, render_template, request, url_for
from markupsafe import Markup

from course_app.queries.kept import kept
from course_app.web.shared.access import viewer_or_none
from course_app.web.shared.mail_links import mail_lies_in
from course_app.web.shared.moment import now
from course_app.web.shared.second_step import second_step_due

ICONS = "components/icon.html"
THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
TEXT_SIZES = {"standard": "Standard", "large": "Large", "larger": "Larger"}


def register(app: Flask) -> None:
    """Put the names into the template context."""
    tree = app.extensions["static_tree"]
    app.jinja_env.globals.update(
        static=tree.address,
        site_name=app.config["SETTINGS"].site_name,
        base_url=app.config["SETTINGS"].base_url,
        logo=app.extensions["logo"],
        contact=app.config["SETTINGS"].contact,
        postal_address=app.config["SETTINGS"].postal_address,
        phone=app.config["SETTINGS"].phone,
        THEMES=THEMES,
        TEXT_SIZES=TEXT_SIZES,
        appearance=appearance,
        icon=_kept_macro(app, "icon"),
        piece=piece,
        state=_kept_macro(app, "state"),
        url_for=kept_address,
        viewer=viewer_or_none,
        mail_lies_in=mail_lies_in,
        second_step_due=second_step_due,
        now=now,
        is_demo=lambda: current_app.config["SETTINGS"].demo,
    )


def _kept_macro(app: Flask, name: str) -> Callable[..., Markup]:
    """A macro of the icons' template, which every page uses and few words drive: each outcome is made once."""
    return lru_cache(maxsize=512)(getattr(app.jinja_env.get_template(ICONS).module, name))


@lru_cache(maxsize=4_096)
def kept_address(endpoint: str, **values: Any) -> str:
    """`url_for` in templates: an address depends on what it is given alone, and a page names a dozen."""
    return url_for(endpoint, **values)


def piece(template: str, **given: Any) -> Markup:
    """A part of a page that depends on what it is given alone (values that never change), rendered once and kept."""
    return kept(template, tuple(given.values()), lambda: Markup(render_template(template, **given)))


def appearance() -> dict[str, Any]:
    """The colours, text size and movement: the account's, else the cookie's, else the system's.

    An accommodation raises the standard text size; a size that the person chose holds.
    """
    person = viewer_or_none()
    if person:
        is_raised = person.larger_text and person.text_size == "standard"
        text = "larger" if is_raised else person.text_size
        return {"theme": person.theme, "text": text, "is_still": person.reduced_motion}
    theme, _, text = request.cookies.get("appearance", "").partition(".")
    return {
        "theme": theme if theme in THEMES else "system",
        "text": text if text in TEXT_SIZES else "standard",
        "is_still": False,
    }
