"""The organisations that somebody observes, and their people."""

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from course_app.queries.group_progress import observed_by, observed_export, observed_page
from course_app.web.observer.blueprint import observer
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import key_in
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now
from course_app.web.shared.progress_lists import asked_in, progress_file, shown


@observer.get("/observer")
@requires("see-organisation")
def home() -> str | BaseResponse:
    """The organisations; on to the only one."""
    observed = observed_by(viewer().id)
    if len(observed) == 1:
        return redirect(url_for("observer.organisation", organisation=observed[0].public_id), 303)
    return render_template("observer/home.html", organisations=observed, here="observer")


@observer.get("/observer/<organisation>")
@requires("see-organisation")
def organisation(organisation: str) -> str:
    """An organisation's people, as far as they have come."""
    asked, after = asked_in(), key_in("after")
    page = found(observed_page(viewer().id, organisation, asked, now(), after))
    return shown("observer/organisation.html", page, asked, after, "observer")


@observer.get("/observer/<organisation>/progress.csv")
@requires("see-organisation")
def progress(organisation: str) -> Response:
    """The same as a file for the employer's own system, narrowed as the page is."""
    return progress_file(found(observed_export(viewer().id, organisation, asked_in(), now())))
