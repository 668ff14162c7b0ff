"""When the quizzes of a course are open to a cohort: the list, and the form for one of them."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.queries.cohort_windows import CohortWindows, QuizWindow, cohort_windows
from course_app.services.shifting import NotToBeShifted, Shift, set_window
from course_app.web.admin.blueprint import admin
from course_app.web.admin.forms import WindowForm
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now


@admin.get("/admin/cohorts/<cohort>/windows")
@requires("see-admin-area")
def windows(cohort: str) -> str:
    """The quizzes of the cohort's course that open or close."""
    page = found(cohort_windows(cohort))
    return render_template("admin/windows.html", here="courses", page=page, course=page.outline.course)


@admin.get("/admin/cohorts/<cohort>/windows/<quiz>")
@requires("see-admin-area")
def window(cohort: str, quiz: str) -> str:
    """The form for one quiz."""
    page, line = _found(cohort, quiz)
    opens, closes = _standing(line)
    return _form(page, line, WindowForm(None, opens=opens, closes=closes))


@admin.post("/admin/cohorts/<cohort>/windows/<quiz>")
@requires("manage-cohorts")
def keep_window(cohort: str, quiz: str) -> Response | tuple[str, int]:
    """Set when the quiz is open to the cohort."""
    page, line = _found(cohort, quiz)
    form = WindowForm()
    if not form.validate():
        return _form(page, line, form), 422
    dates = form.opens.data, form.closes.data
    if form.days.data and dates == _standing(line):
        dates = "", ""  # they were filled in, not written
    shift = Shift(form.number_of_days, *dates)
    try:
        set_window(viewer().id, page.outline, cohort, quiz, shift, now())
    except NotToBeShifted as refusal:
        form[refusal.place].errors = (str(refusal),)
        return _form(page, line, form), 422
    flash("Kept. It holds for the learners of this cohort from now on.")
    return redirect(url_for("admin.windows", cohort=cohort), 303)


def _found(cohort: str, quiz: str) -> tuple[CohortWindows, QuizWindow]:
    page = found(cohort_windows(cohort))
    return page, found(next((one for one in page.quizzes if one.slug == quiz), None))


def _standing(line: QuizWindow) -> tuple[str, str]:
    """The cohort's own dates as the form is filled in with them."""
    return line.opens.replace(" ", "T"), line.closes.replace(" ", "T")


def _form(page: CohortWindows, line: QuizWindow, form: WindowForm) -> str:
    return render_template(
        "admin/window.html", here="courses", page=page, line=line, form=form, course=page.outline.course
    )
