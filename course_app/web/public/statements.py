"""What this installation does: with data, with cookies, for everybody who reads. Read from its settings."""

from flask import current_app, render_template

from course_app.domain.erasure import GOES, STAYS
from course_app.domain.retention import FIXED, rules
from course_app.settings import Settings
from course_app.web.public.blueprint import public as blueprint
from course_app.web.shared.access import public


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What is held, for how long, who gets it, and what one may ask."""
    settings: Settings = current_app.config["SETTINGS"]
    return render_template(
        "public/privacy.html",
        rules=rules(settings.keep_days),
        fixed=FIXED,
        goes=GOES,
        stays=STAYS,
        sends_mail=bool(settings.mail_url),
        backups_keep=settings.backups_keep,
    )


@blueprint.get("/cookies")
@public
def cookies() -> str:
    """The cookies there are, and what each is for."""
    days = current_app.config["PERMANENT_SESSION_LIFETIME"].days
    return render_template("public/cookies.html", session=current_app.config["SESSION_COOKIE_NAME"], days=days)


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """What is done so that everybody can use the site, and what to do when somebody cannot."""
    return render_template("public/accessibility.html")
