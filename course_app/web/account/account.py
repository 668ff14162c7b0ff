"""One's own account: what is kept of one, and where one is signed in."""

from flask import render_template

from course_app.queries.accommodations import own_profile
from course_app.queries.accounts import account_of, open_sign_ins
from course_app.queries.passkeys import own_passkeys
from course_app.queries.standing import only_course
from course_app.queries.subscriptions import lists_of
from course_app.web.account.agents import browser_of
from course_app.web.account.blueprint import account
from course_app.web.account.own_forms import zone_words
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.security import opened_after


@account.get("/account", endpoint="account")
@requires("see-account")
def own_account() -> str:
    """The account page."""
    kept = account_of(viewer().id)
    return render_template(
        "account/account.html",
        here="account",
        course=only_course(viewer().id),
        person=viewer(),
        given=own_profile(viewer().id),
        sign_ins=open_sign_ins(viewer().id, opened_after()),
        passkeys=own_passkeys(viewer().id),
        browser_of=browser_of,
        has_second_step=kept.asks_code,
        zone_words=zone_words,
        lists=lists_of(viewer().id),
        erasure_asked_at=kept.erasure_asked_at,
    )
