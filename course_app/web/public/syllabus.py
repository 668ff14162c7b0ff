"""The outline of a course and its sources, for everybody."""

from flask import render_template

from course_app.queries.catalogue import newest_outline
from course_app.queries.standing import standing
from course_app.queries.syllabus import own_windows
from course_app.queries.syllabus import syllabus as syllabus_of
from course_app.web.public.blueprint import public as blueprint
from course_app.web.public.finding import data_of
from course_app.web.shared.access import public, viewer_or_none
from course_app.web.shared.errors import found


@blueprint.get("/courses/<course>")
@public
def syllabus(course: str) -> str:
    """Modules, lessons, quizzes and the names of the sources; who is signed in and not enrolled may enrol.

    Who is enrolled sees when the quizzes are open to them.
    """
    person = viewer_or_none()
    theirs = found(standing(course, person.id if person else None))
    page = syllabus_of(theirs.outline)
    return render_template(
        "public/syllabus.html",
        page=page,
        standing=theirs,
        own=own_windows(theirs.outline, theirs.enrolment_id),
        data=data_of([page]),
        course=theirs.outline.course,
        here="course",
    )


@blueprint.get("/courses/<course>/sources")
@public
def sources(course: str) -> str:
    """Every source in full."""
    outline = found(newest_outline(course))
    return render_template("public/sources.html", page=syllabus_of(outline), course=outline.course, here="course")
