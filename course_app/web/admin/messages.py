"""The mail of the site: what waits, what was sent, what was given up; and sending it again."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.queries.messages import STATES, messages_page
from course_app.services import resending
from course_app.web.admin.blueprint import KEY, admin
from course_app.web.shared.access import page_before, requires, viewer
from course_app.web.shared.arguments import key_in, text_in
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now


@admin.get("/admin/messages")
@requires("see-admin-area")
def messages() -> str:
    """The newest mail first; all of it, or what went to one person."""
    return _page()


@admin.post(f"/admin/messages/{KEY}/resending")
@requires("manage-people")
def send_again(key: int) -> Response | tuple[str, int]:
    """Queue a mail once more, and back to the page."""
    try:
        resending.send_again(viewer().id, key, now())
    except resending.NoSuchMessage:
        abort(404)
    except resending.NotToBeSentAgain as refusal:
        return _page(str(refusal)), 422
    flash("The mail is on its way once more. It stands at the top of the list.", "done")
    return redirect(page_before() or url_for("admin.messages"), 303)


def _page(refusal: str = "") -> str:
    asked, person = request.args.get("state", ""), text_in("person")
    asked = asked if asked in STATES else ""
    before = key_in("before")
    return render_template(
        "admin/messages.html",
        here="people" if person else "messages",
        page=found(messages_page(asked, before, person)),
        asked=asked,
        person=person,
        before=before,
        states=STATES,
        refusal=refusal,
    )
