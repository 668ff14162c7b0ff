"""After signing in: to the page that was wanted, or to what was typed while signed out."""

from typing import Any

from flask import redirect, render_template, url_for

from course_app.queries.accounts import Account, tasks_of
from course_app.web.shared.access import local_path
from course_app.web.shared.kept_forms import kept_form


def onwards(found: Account, wanted: str | None, kept: str | None) -> Any:
    """The answer to whoever has just signed in; a form of somebody else is dropped without a word."""
    form = kept_form(kept, found.fs_uniquifier)
    if form is None:
        return redirect(local_path(wanted) or home_of(found.id), 303)
    page = render_template(
        "errors/send_again.html", address=form.path, fields=form.fields, can_send_again=True, has_signed_in=True
    )
    return page, 422


def home_of(person_id: int) -> str:
    """Where somebody begins who asked for no page: their course, else what they teach, administer or observe."""
    tasks = tasks_of(person_id)
    if tasks.teaches and not tasks.learns:
        return url_for("instructor.home")
    if tasks.administers and not tasks.learns:
        return url_for("admin.home")
    if tasks.observes and not tasks.learns:
        return url_for("observer.home")
    return url_for("learner.home")
