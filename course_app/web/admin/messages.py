"""The mail of the site: what waits, what was sent, what was given up."""

from flask import render_template, request

from course_app.queries.messages import STATES, messages_page
from course_app.web.admin.arguments import key_in
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires


@admin.get("/admin/messages")
@requires("see-admin-area")
def messages() -> str:
    """The newest mail first."""
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    before = key_in("before")
    page = messages_page(state, before)
    return render_template("admin/messages.html", here="messages", page=page, state=state, before=before, states=STATES)
