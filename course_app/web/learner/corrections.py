"""Suggest a correction to a passage of a lesson, and see what became of it."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.corrections import fault_of_body
from course_app.domain.errors import RuleBroken
from course_app.formats.person_text import tidy
from course_app.queries.catalogue import Taught
from course_app.queries.corrections import own_corrections
from course_app.queries.lessons import LessonPage, lesson_page
from course_app.queries.standing import standing
from course_app.queries.teaching import teaches
from course_app.services import correcting
from course_app.web.learner.blueprint import learner
from course_app.web.learner.lessons import may_read
from course_app.web.learner.not_enrolled import nothing_here
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import id_in
from course_app.web.shared.moment import now


@learner.get("/learn/<course>/lessons/<lesson>/corrections/<passage>")
@requires("suggest-correction")
def correction(course: str, lesson: str, passage: str) -> str | tuple[str, int]:
    """The passage, where to say what is wrong with it, and what one suggested before."""
    page = lesson_page(course, lesson, viewer().id)
    if page is None or not may_read(page, viewer()):
        return nothing_here(course)
    return _page(page, _place(page, passage))


@learner.post("/learn/<course>/lessons/<lesson>/corrections/<passage>")
@requires("suggest-correction")
def suggest_correction(course: str, lesson: str, passage: str) -> Response | tuple[str, int]:
    """Keep what is suggested, for the course's editors."""
    page = lesson_page(course, lesson, viewer().id)
    if page is None or not may_read(page, viewer()):
        abort(404)
    place, body = _place(page, passage), tidy(request.form.get("body"))
    if sentence := fault_of_body(body):
        return _page(page, place, fault=sentence), 422
    if request.form.get("wording") != place.passage.text:
        return _page(page, place, refusal=CHANGED), 422
    try:
        correcting.suggest(viewer().id, page.outline.course_id, place, body, now())
    except RuleBroken as refusal:
        return _page(page, place, refusal=str(refusal)), 422
    flash("Sent to the course’s editors. What they decide will stand here.")
    return redirect(url_for("learner.correction", course=course, lesson=lesson, passage=passage), 303)


@learner.get("/learn/<course>/corrections")
@requires("suggest-correction")
def corrections(course: str) -> str | tuple[str, int]:
    """All that one suggested to a course."""
    found = standing(course, viewer().id)
    if found is None:
        return nothing_here(course)
    page = own_corrections(found.outline, viewer().id, after=id_in("after"))
    if not (page.corrections or found.is_enrolled or teaches(viewer(), found.outline.course_id)):
        return nothing_here(course)
    return render_template("learner/corrections.html", course=found.outline.course, page=page, after=id_in("after"))


CHANGED = (
    "This passage was published anew after you opened the page. Read it as it is now; what you wrote is kept below, "
    "and nothing has been sent yet."
)


def _place(page: LessonPage, passage: str) -> Taught:
    """The passage, if this lesson has it as it is now."""
    place = page.outline.passages.get(passage)
    if place is None or place.card.slug != page.card.slug:
        abort(404)
    return place


def _page(page: LessonPage, place: Taught, fault: str = "", refusal: str = "") -> str:
    outline = page.outline
    around = [one for one in place.card.lesson.passages if one.paragraph == place.passage.paragraph]
    return render_template(
        "learner/correction.html",
        course=outline.course,
        card=place.card,
        passage=place.passage,
        others=[one for one in around if one.id != place.passage.id],
        own=own_corrections(outline, viewer().id, place.passage.id),
        typed=request.form.get("body", ""),
        fault=fault,
        refusal=refusal,
    )
