"""Search a course: everybody finds what they may read."""

from flask import render_template, request

from course_app.domain.searching import LONGEST_QUERY, is_too_short, shortened
from course_app.queries.search import search_page
from course_app.web.public.blueprint import public as blueprint
from course_app.web.shared.access import public, viewer_or_none
from course_app.web.shared.errors import found


@blueprint.get("/courses/<course>/search")
@public
def search(course: str) -> str:
    """The results for `q`; with `in` those of one group alone, page by page."""
    person = viewer_or_none()
    whole = " ".join(request.args.get("q", "").split())
    typed = shortened(whole)
    only, after = request.args.get("in", ""), request.args.get("after", "")
    tells_nothing = is_too_short(typed)
    page = found(search_page(course, person.id if person else None, "" if tells_nothing else typed, only, after))
    return render_template(
        "public/search.html",
        page=page,
        typed=typed,
        is_cut=typed != whole,
        is_too_short=tells_nothing,
        only=only if page.groups and only == page.groups[0].name else "",
        after=after,
        longest=LONGEST_QUERY,
        course=page.outline.course,
        here="search",
    )
