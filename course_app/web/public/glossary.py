"""The glossary of a course, for everybody."""

from flask import render_template

from course_app.queries.catalogue import newest_outline
from course_app.queries.glossary import glossary as glossary_of
from course_app.web.public.blueprint import public as blueprint
from course_app.web.shared.access import public
from course_app.web.shared.errors import found


@blueprint.get("/courses/<course>/glossary")
@public
def glossary(course: str) -> str:
    """All terms from A to Z."""
    outline = found(newest_outline(course))
    return render_template("public/glossary.html", page=glossary_of(outline), course=outline.course, here="glossary")
