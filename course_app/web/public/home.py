"""The home page: the published course as a visitor meets it, or the list of courses where there are several."""

from flask import render_template

from course_app.queries.catalogue import newest_outlines
from course_app.queries.front_page import front_page
from course_app.queries.practical_days import coming_days
from course_app.web.public.blueprint import public as blueprint
from course_app.web.public.finding import data_of
from course_app.web.shared.access import public
from course_app.web.shared.moment import now


@blueprint.get("/")
@public
def home() -> str:
    """One course: what it is about. Several: each with its question. None: says so."""
    pages = [front_page(outline) for outline in newest_outlines()]
    given = {"days": coming_days(now()), "data": data_of(pages)}
    if len(pages) == 1:
        return render_template("public/home.html", page=pages[0], course=pages[0].outline.course, **given)
    return render_template("public/courses.html", pages=pages, **given)
