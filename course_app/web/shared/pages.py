"""What every template may use: the viewer, the site's name, the static tree, the colours and text size."""

from typing import Any

from flask import Flask, current_app, request

from course_app.web.shared.access import viewer_or_none

THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
TEXT_SIZES = {"standard": "Standard", "large": "Large", "larger": "Larger"}


def register(app: Flask) -> None:
    """Put the names into the template context."""
    tree = app.extensions["static_tree"]
    app.jinja_env.globals.update(
        static=tree.address,
        site_name=app.config["SETTINGS"].site_name,
        THEMES=THEMES,
        TEXT_SIZES=TEXT_SIZES,
        appearance=appearance,
        viewer=viewer_or_none,
        is_demo=lambda: current_app.config["SETTINGS"].demo,
    )


def appearance() -> dict[str, Any]:
    """The colours and text size: the account's, else the cookie's, else the system's."""
    person = viewer_or_none()
    if person:
        return {"theme": person.theme, "text": person.text_size}
    theme, _, text = request.cookies.get("appearance", "").partition(".")
    return {
        "theme": theme if theme in THEMES else "system",
        "text": text if text in TEXT_SIZES else "standard",
    }
