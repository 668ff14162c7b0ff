"""What search engines are told: which addresses are for them, and what a course is.

Every page that is not meant to be found says so itself (layouts/page.html); robots.txt only spares a robot the ways
that lead to the sign-in page.
"""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, render_template, url_for

from course_app.formats.structured_data import Provider, structured_data
from course_app.queries.catalogue import Outline, newest_outlines
from course_app.queries.front_page import FrontPage
from course_app.queries.syllabus import Syllabus
from course_app.settings import Settings
from course_app.web.public.blueprint import public as blueprint
from course_app.web.shared.access import public
from course_app.web.shared.gate import PRIVATE_PREFIXES
from course_app.web.shared.mail_links import site_address

HOLDS_OPEN_LESSONS = "/learn"
ALWAYS = (
    "public.home",
    "public.contact",
    "public.next_practical_day",
    "public.newsletter",
    "public.privacy",
    "public.cookies",
    "public.accessibility",
)
OF_A_COURSE = ("public.syllabus", "public.glossary", "public.sources")


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Which addresses are no use to a robot, and where the list of the others is."""
    closed = [f"Disallow: {prefix}" for prefix in PRIVATE_PREFIXES if prefix != HOLDS_OPEN_LESSONS]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {site_address(url_for('public.sitemap'))}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """The public pages: the statements, and of every course the outline, glossary, sources and open lessons."""
    paths = [url_for(endpoint) for endpoint in ALWAYS]
    for outline in newest_outlines():
        paths += _paths(outline)
    page = render_template("public/sitemap.xml", addresses=[site_address(path) for path in paths])
    return Response(page, mimetype="application/xml")


def data_of(pages: Sequence[FrontPage | Syllabus]) -> dict[str, Any]:
    """The structured data of courses, as their pages tell them."""
    settings: Settings = current_app.config["SETTINGS"]
    provider = Provider(settings.site_name, settings.postal_address, settings.phone, settings.base_url)
    return structured_data(((page.outline.course, page.minutes) for page in pages), provider)


def _paths(outline: Outline) -> list[str]:
    course = outline.course.id
    lessons = [card for card in outline.written if card.is_open]
    return [
        *(url_for(endpoint, course=course) for endpoint in OF_A_COURSE),
        *(url_for("learner.lesson", course=course, lesson=card.slug) for card in lessons),
    ]
