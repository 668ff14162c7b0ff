"""Answers that came after the end of an attempt: whether they count is decided here."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.queries.catalogue import Outline
from course_app.queries.late_answers import late_page
from course_app.services.answering import AttemptNotFound
from course_app.services.deciding_late import Verdict, decide_late
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import id_in, whole_number
from course_app.web.shared.forms import ReasonForm
from course_app.web.shared.moment import now

DONE = {
    "count": "Decided: they count. The attempt is marked again, and the learner’s result says why.",
    "leave-out": "Decided: they do not count. The learner’s result says why.",
}


@instructor.get("/instructor/<course>/late-answers")
@requires("decide-late-answers")
def late_answers(course: str) -> str:
    """Those to decide on; with ?decided=yes those decided."""
    return _page(own_course(course))


@instructor.post("/instructor/<course>/late-answers/<attempt>")
@requires("decide-late-answers")
def late_decision(course: str, attempt: str) -> Response | tuple[str, int]:
    """Count the late answers of an attempt, or leave them out."""
    outline = own_course(course)
    form, asked = ReasonForm(), request.form.get("decision", "")
    if asked not in DONE:
        return _page(outline, attempt, "Say whether they count. Nothing was changed."), 422
    if not form.validate():
        return _page(outline, attempt, form.reason.errors[0]), 422
    through, seen = (whole_number(request.form.get(name, "")) or 0 for name in ("through", "seen"))
    try:
        verdict = Verdict(through, seen, asked == "count", form.reason.data)
        decide_late(viewer().id, outline.course_id, attempt, verdict, now())
    except AttemptNotFound:
        abort(404)
    except RuleBroken as refusal:
        return _page(outline, attempt, str(refusal)), 422
    flash(DONE[asked])
    return redirect(url_for("instructor.late_answers", course=course), 303)


def _page(outline: Outline, refused: str = "", refusal: str = "") -> str:
    after = id_in("after")
    decided = request.values.get("decided") == "yes"
    return render_template(
        "instructor/late_answers.html",
        course=outline.course,
        page=late_page(outline.course_id, decided=decided, after=after),
        decided=decided,
        after=after,
        refused=refused,
        refusal=refusal,
        typed=request.form.get("reason", ""),
        here="teaching",
    )
