"""Ask for the newsletter, and agree to it on the page behind the mail's link.

The answer is the same whether or not an address gets it already, so that nobody learns who does.
"""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.sign_in_limits import TooManyAsks
from course_app.domain.subscriptions import newsletter_words
from course_app.formats.person_text import address_of
from course_app.queries.newsletter import asking_address
from course_app.services import subscribing
from course_app.services.links import LinkSpent
from course_app.web.public.blueprint import public as blueprint
from course_app.web.public.forms import NewsletterForm
from course_app.web.public.stamps import keep_stamp, time_fault
from course_app.web.shared.access import public, viewer_or_none
from course_app.web.shared.errors import error_page
from course_app.web.shared.mail_links import letterhead
from course_app.web.shared.moment import now

SPENT_TITLE = "This link does not work any more"
SPENT_ADVICE = "It works once, within seven days. If the newsletter does not come to you, ask for it once more."


@blueprint.get("/updates")
@public
def newsletter() -> str:
    """The form."""
    person = viewer_or_none()
    return _page(NewsletterForm(None, email=person.email if person else ""))


@blueprint.post("/updates")
@public
def ask_for_newsletter() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Send the link. What a robot filled in is answered as if all were well."""
    form = NewsletterForm()
    if not form.validate():
        return _page(form), 422
    if sentence := time_fault(form):
        return _page(form, sentence), 422
    if not form.topic.data:
        try:
            subscribing.ask_for_newsletter(
                address_of(form.email.data), request.remote_addr or "", letterhead("public.newsletter_link"), now()
            )
        except TooManyAsks as refusal:
            return _page(form, str(refusal)), 429, {"Retry-After": str(refusal.seconds)}
    flash("Look into your mail: the newsletter comes to you once you have pressed the button behind the link there.")
    return redirect(url_for("public.newsletter"), 303)


@blueprint.get("/updates/<token>")
@public
def newsletter_link(token: str) -> Any:
    """What the button will do; opening the link changes nothing, since mail scanners open links too."""
    address = asking_address(token, now())
    if address is None:
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    return render_template("public/newsletter_link.html", address=address, token=token, consent=_consent())


@blueprint.post("/updates/<token>")
@public
def agree_to_newsletter(token: str) -> Any:
    """Have it from now on."""
    try:
        subscribing.confirm_newsletter(token, _consent(), now())
    except LinkSpent:
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    flash("The newsletter comes to you from now on. Each one says how to stop it.")
    return redirect(url_for("public.newsletter"), 303)


def _consent() -> str:
    return newsletter_words(current_app.config["SETTINGS"].site_name)


def _page(form: NewsletterForm, refusal: str = "") -> str:
    keep_stamp(form)
    return render_template("public/newsletter.html", form=form, refusal=refusal)
