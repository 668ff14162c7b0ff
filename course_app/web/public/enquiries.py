"""Ask the academy a question, or to be told of the next practical day near a place.

What keeps robots out needs no other site: a field that people do not see, a note of when the page was opened
(`stamps`), and a limit for each network. The rules stand in domain.enquiries.
"""

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.enquiries import (
    CONTACT,
    PRACTICAL_DAY,
    TooManyEnquiries,
    consent_words,
    sign_of_spam,
)
from course_app.formats.person_text import address_of
from course_app.queries.practical_days import coming_days
from course_app.services.enquiring import Asked, Desk, enquire
from course_app.web.public.blueprint import public as blueprint
from course_app.web.public.forms import EnquiryForm, NextDayForm, QuestionForm
from course_app.web.public.stamps import keep_stamp, time_fault
from course_app.web.shared.access import public, viewer_or_none
from course_app.web.shared.mail_links import site_address
from course_app.web.shared.moment import now

Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]]
PAGES = {CONTACT: "public/contact.html", PRACTICAL_DAY: "public/next_practical_day.html"}
DONE = {
    CONTACT: "Thank you. Your question is in our inbox, and we answer by e-mail to the address that you gave.",
    PRACTICAL_DAY: "Thank you. It is noted, and we write to you when there is a practical day near you.",
}


@blueprint.get("/contact")
@public
def contact() -> str:
    """The form for a question."""
    return _page(CONTACT, QuestionForm(None, **_known()))


@blueprint.post("/contact")
@public
def ask_question() -> Answer:
    """Put a question into the inbox."""
    form = QuestionForm()
    return _taken(CONTACT, form, body=form.body.data)


@blueprint.get("/contact/next-practical-day")
@public
def next_practical_day() -> str:
    """The form for being told of the next practical day near a place."""
    return _page(PRACTICAL_DAY, NextDayForm(None, **_known()))


@blueprint.post("/contact/next-practical-day")
@public
def ask_for_practical_day() -> Answer:
    """Put the wish into the inbox, with the words of the consent."""
    form = NextDayForm()
    return _taken(PRACTICAL_DAY, form, place=form.place.data, consent=_consent())


def _known() -> dict[str, str]:
    """Name and e-mail of whoever is signed in."""
    person = viewer_or_none()
    return {"name": person.name, "email": person.email} if person else {}


def _taken(kind: str, form: EnquiryForm, *, place: str = "", body: str = "", consent: str = "") -> Answer:
    """The form's answer. What a robot filled in is answered as if all were well."""
    if not form.validate():
        return _page(kind, form), 422
    if sentence := time_fault(form):
        return _page(kind, form, sentence), 422
    person = viewer_or_none()
    asked = Asked(
        kind=kind,
        name=form.name.data,
        address=address_of(form.email.data),
        place=place,
        body=body,
        consent=consent,
        person_id=person.id if person else None,
        sign=sign_of_spam(form.topic.data, f"{form.name.data} {place} {body}"),
    )
    try:
        enquire(asked, request.remote_addr or "", _desk(), now())
    except TooManyEnquiries as refusal:
        return _page(kind, form, str(refusal)), 429, {"Retry-After": str(refusal.seconds)}
    flash(DONE[kind])
    return redirect(request.path, 303)


def _desk() -> Desk:
    settings = current_app.config["SETTINGS"]
    return Desk(settings.site_name, settings.contact, lambda key: site_address(url_for("admin.enquiry", enquiry=key)))


def _consent() -> str:
    return consent_words(current_app.config["SETTINGS"].site_name)


def _page(kind: str, form: EnquiryForm, refusal: str = "") -> str:
    keep_stamp(form)
    days = coming_days(now()) if kind == PRACTICAL_DAY else ()
    return render_template(PAGES[kind], form=form, refusal=refusal, consent=_consent(), days=days)
