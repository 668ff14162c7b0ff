"""Produce everything that is held on a person who asks for it in another way, by letter say."""

from datetime import datetime

from flask import redirect, url_for
from werkzeug.wrappers import Response

from course_app.services import handing_out
from course_app.web.admin.blueprint import admin
from course_app.web.admin.person import with_reason
from course_app.web.shared.access import requires
from course_app.web.shared.handed_out import fetched, may_be_fetched, may_fetch


@admin.post("/admin/people/<person>/data")
@requires("manage-people")
def ask_for_holdings(person: str) -> Response | tuple[str, int]:
    """Say who asked and how; the audit keeps it, and the person's page then leads to the file."""

    def act(actor: int, person: str, reason: str, moment: datetime) -> None:
        handing_out.allow(actor, person, reason, moment)
        may_fetch(person)

    return with_reason(person, act, "The file is ready. You can download it here for ten minutes.", "data")


@admin.get("/admin/people/<person>/data")
@requires("manage-people")
def holdings_file(person: str) -> Response:
    """The file; without a reason given, the person's page, where it is asked for."""
    if not may_be_fetched(person):
        return redirect(url_for("admin.person", person=person), 303)
    return fetched(person)
