"""The coverage of a course: claims × passages × questions × references."""

from flask import render_template, request

from course_app.domain.coverage import FILTERS
from course_app.queries.coverage import coverage_page
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.shared.access import requires


@instructor.get("/instructor/<course>/coverage")
@requires("see-instructor-area")
def coverage(course: str) -> str:
    """The claims, narrowed to what the address says."""
    outline = own_course(course)
    only, after = request.args.get("only", ""), request.args.get("after", "")
    only = only if only in FILTERS else ""
    after = after if after in outline.claims else ""
    return render_template(
        "instructor/coverage.html",
        outline=outline,
        course=outline.course,
        page=coverage_page(outline, only, after),
        only=only,
        after=after,
        filters={key: words for key, (words, _) in FILTERS.items()},
        here="teaching",
    )
