"""How far the learners of a cohort have come, narrowed to those to follow up, and the same as a file."""

from flask import Response

from course_app.queries.group_progress import cohort_export, cohort_progress
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires
from course_app.web.shared.arguments import key_in
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now
from course_app.web.shared.progress_lists import asked_in, progress_file, shown


@admin.get("/admin/cohorts/<cohort>/progress")
@requires("see-admin-area")
def cohort_progress_page(cohort: str) -> str:
    """The learners of a cohort with their states."""
    asked, after = asked_in(), key_in("after")
    page = found(cohort_progress(cohort, asked, now(), after))
    return shown("admin/progress.html", page, asked, after, "courses")


@admin.get("/admin/cohorts/<cohort>/progress.csv")
@requires("see-admin-area")
def cohort_progress_file(cohort: str) -> Response:
    """The same as a file."""
    return progress_file(found(cohort_export(cohort, asked_in(), now())))
