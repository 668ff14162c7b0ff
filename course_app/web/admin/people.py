"""The list of people, and adding one."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.formats.person_text import address_of
from course_app.queries.people import ROLES, course_choices, people_page
from course_app.services.accounts import EmailTaken
from course_app.services.inviting import invite
from course_app.web.admin.blueprint import admin
from course_app.web.admin.forms import NO_CHOICE, PersonForm
from course_app.web.admin.person import say_invited
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import text_in
from course_app.web.shared.mail_links import INVITATION, letterhead
from course_app.web.shared.moment import now


@admin.get("/admin/people")
@requires("see-admin-area")
def people() -> str:
    """Search and filter; the address carries both, so that it can be kept."""
    asked = {name: text_in(name) for name in ("q", "role", "course")}
    page = people_page(asked["q"], asked["role"], asked["course"], text_in("after"))
    return render_template(
        "admin/people.html",
        here="people",
        page=page,
        asked=asked,
        after=text_in("after"),
        roles=ROLES,
        courses=course_choices(),
    )


@admin.get("/admin/people/new")
@requires("manage-people")
def new_person() -> str:
    """The form."""
    return _page(_form())


@admin.post("/admin/people")
@requires("manage-people")
def add_person() -> Response | tuple[str, int]:
    """Add a person; they are written to, and their page shows the link of their invitation, once."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    try:
        email, course = address_of(form.email.data), form.course.data
        made = invite(viewer().id, form.name.data, email, course, letterhead(INVITATION), now())
    except EmailTaken as refusal:
        form.email.errors = (f"{refusal} Look for it in the list of people.",)
        return _page(form), 422
    say_invited(made.token)
    return redirect(url_for("admin.person", person=made.public_id), 303)


def _form() -> PersonForm:
    form = PersonForm()
    form.course.choices = [NO_CHOICE, *course_choices()]
    return form


def _page(form: PersonForm) -> str:
    return render_template("admin/new_person.html", here="people", form=form)
