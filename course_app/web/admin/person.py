"""One person's page, and the acts on it: invitation, enrolments, roles, closing the account.

A refused act shows the page again, with the sentence at the top and what was typed in its place (`asked` names the
form).
"""

from collections.abc import Callable
from datetime import datetime

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.domain.permissions import allowed
from course_app.formats.person_text import LONGEST_NUMBER, tidy, too_long
from course_app.queries.cohorts import cohort_choices, organisation_choices
from course_app.queries.people import course_choices
from course_app.queries.person import person_page
from course_app.queries.records import persons_records
from course_app.queries.subscriptions import lists_of
from course_app.services import administering, enrolling_others, inviting, securing
from course_app.services.administering import NoSuchPerson
from course_app.web.admin.blueprint import KEY, admin
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import day_of
from course_app.web.shared.errors import found
from course_app.web.shared.forms import ReasonForm
from course_app.web.shared.handed_out import may_be_fetched
from course_app.web.shared.mail_links import INVITATION, letterhead
from course_app.web.shared.moment import now
from course_app.web.shared.security import opened_after


@admin.get("/admin/people/<person>")
@requires("see-admin-area")
def person(person: str) -> str:
    """Who it is, what they do here, and what was done about them."""
    return person_page_of(person)


@admin.post("/admin/people/<person>/invitations")
@requires("manage-people")
def invite_again(person: str) -> Response | tuple[str, int]:
    """Send a new invitation, whose link is shown once too."""
    return _act(person, lambda: say_invited(inviting.invite_again(viewer().id, person, letterhead(INVITATION), now())))


def say_invited(token: str) -> None:
    """Have the person's page show the link of an invitation, the next time it is opened and never again."""
    flash(letterhead(INVITATION).link_to(token), "invitation")


@admin.post("/admin/people/<person>/enrolments")
@requires("manage-cohorts")
def enrol(person: str) -> Response | tuple[str, int]:
    """Enrol in a course, perhaps in a cohort; or move to that cohort."""
    course, _, cohort = request.form.get("place", "").partition("/")
    return _act(
        person,
        lambda: enrolling_others.enrol(viewer().id, person, course, cohort, now()),
        "Enrolled.",
    )


@admin.post(f"/admin/people/<person>/enrolments/{KEY}/withdrawal")
@requires("manage-cohorts")
def withdraw(person: str, key: int) -> Response | tuple[str, int]:
    """End an enrolment."""
    done = "Withdrawn. What was done in the course is kept."
    return with_reason(person, enrolling_others.withdraw, done, f"enrolment-{key}", key)


@admin.post(f"/admin/people/<person>/enrolments/{KEY}/end")
@requires("manage-cohorts")
def set_end(person: str, key: int) -> Response | tuple[str, int]:
    """Set the last day of access, or take it away; access that ran out goes on."""
    typed = request.form.get("last_day", "").strip()
    day = day_of(typed)
    if typed and day is None:
        return person_page_of(
            person, "Write the last day as year, month and day, such as 2027-03-31.", f"end-{key}"
        ), 422
    done = "Kept. Access ends after that day." if day else "Kept. Access has no end."
    return _act(person, lambda: enrolling_others.set_end(viewer().id, person, key, day, now()), done, f"end-{key}")


@admin.post(f"/admin/people/<person>/enrolments/{KEY}/number")
@requires("manage-cohorts")
def set_number(person: str, key: int) -> Response | tuple[str, int]:
    """Set the employee number, or take it away."""
    number = tidy(request.form.get("employee_number", ""))
    if sentence := too_long(number, LONGEST_NUMBER, "The employee number"):
        return person_page_of(person, sentence, f"number-{key}"), 422
    done = "Kept: the employee number." if number else "The employee number is taken away."
    return _act(person, lambda: enrolling_others.set_number(viewer().id, person, key, number, now()), done)


@admin.post("/admin/people/<person>/memberships")
@requires("manage-people")
def give_role(person: str) -> Response | tuple[str, int]:
    """Make somebody instructor or reviewer of a course."""
    role, _, course = request.form.get("role", "").partition("/")
    return _act(person, lambda: administering.give_role(viewer().id, person, course, role, now()), "The role is given.")


@admin.post(f"/admin/people/<person>/memberships/{KEY}/removal")
@requires("manage-people")
def take_role(person: str, key: int) -> Response | tuple[str, int]:
    """Take a role away."""
    done = "The role is taken away."
    return with_reason(person, administering.take_role, done, f"membership-{key}", key)


@admin.post("/admin/people/<person>/administration")
@requires("manage-people")
def make_administrator(person: str) -> Response | tuple[str, int]:
    """Let somebody look after the whole site."""
    done = "This person is an administrator now."
    return with_reason(person, administering.make_administrator, done, "administration")


@admin.post("/admin/people/<person>/administration/removal")
@requires("manage-people")
def unmake_administrator(person: str) -> Response | tuple[str, int]:
    """Take the administrator's flag away."""
    done = "This person is no longer an administrator."
    return with_reason(person, administering.unmake_administrator, done, "administration")


@admin.post("/admin/people/<person>/observations")
@requires("manage-people")
def let_observe(person: str) -> Response | tuple[str, int]:
    """Let somebody see an organisation's people."""
    organisation = request.form.get("organisation", "")
    return _act(
        person,
        lambda: administering.let_observe(viewer().id, person, organisation, now()),
        "This person sees the progress of the organisation’s people now.",
    )


@admin.post(f"/admin/people/<person>/observations/{KEY}/removal")
@requires("manage-people")
def end_observing(person: str, key: int) -> Response | tuple[str, int]:
    """Let somebody see an organisation's people no more."""
    done = "This person sees the organisation’s people no more."
    return with_reason(person, administering.end_observing, done, f"observation-{key}", key)


@admin.post("/admin/people/<person>/second-step/reset")
@requires("manage-people")
def reset_second_step(person: str) -> Response | tuple[str, int]:
    """Let somebody who lost app and recovery codes sign in with the password alone."""

    def act(actor: int, person: str, reason: str, moment: datetime) -> None:
        securing.reset_by_administrator(actor, person, reason, current_app.config["SETTINGS"].site_name, moment)

    done = "The second step is off, and every sign-in ended. A mail tells the person so."
    return with_reason(person, act, done, "second-step")


@admin.post("/admin/people/<person>/closing")
@requires("manage-people")
def close_account(person: str) -> Response | tuple[str, int]:
    """End every sign-in and let nobody sign in."""
    done = "The account is closed, and every sign-in ended. What was done is kept."
    return with_reason(person, administering.close_account, done, "closing")


@admin.post("/admin/people/<person>/reopening")
@requires("manage-people")
def reopen_account(person: str) -> Response | tuple[str, int]:
    """Let the person sign in again."""
    return _act(person, lambda: administering.reopen_account(viewer().id, person, now()), "The account is open again.")


def with_reason(person: str, act: Callable[..., None], done: str, asked: str, *key: int) -> Response | tuple[str, int]:
    """Do what needs a reason: `act` takes the actor, the person, the key of what is ended (if any), reason, moment."""
    form = ReasonForm()
    if not form.validate():
        return person_page_of(person, form.reason.errors[0], asked), 422
    return _act(person, lambda: act(viewer().id, person, *key, form.reason.data, now()), done, asked)


def _act(person: str, act: Callable[[], None], done: str = "", asked: str = "") -> Response | tuple[str, int]:
    try:
        act()
    except NoSuchPerson:
        abort(404)
    except RuleBroken as refusal:
        return person_page_of(person, str(refusal), asked), 422
    if done:
        flash(done, "done")
    return redirect(url_for("admin.person", person=person), 303)


def person_page_of(person: str, refusal: str = "", asked: str = "") -> str:
    """The page of a person, with why what was asked was not done; `asked` names the form."""
    page = found(person_page(person, opened_after(), now()))
    return render_template(
        "admin/person.html",
        here="people",
        page=page,
        courses=course_choices(),
        cohorts=cohort_choices(),
        organisations=organisation_choices(),
        records=persons_records(person),
        lists=lists_of(page.id),
        allows={role: allowed(role) for role in ("instructor", "reviewer", "observer", "admin")},
        is_handed_out=may_be_fetched(person),
        refusal=refusal,
        asked=asked,
        typed=request.form.get("reason", ""),
    )
