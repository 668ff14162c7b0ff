"""What readers suggest to correct in a course's lessons: read, decide, take away as text."""

from flask import Response as File
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.corrections import fault_of_answer
from course_app.domain.errors import RuleBroken
from course_app.formats import corrections_text
from course_app.formats.person_text import tidy
from course_app.queries.catalogue import Outline
from course_app.queries.corrections import Suggested, inbox, open_corrections
from course_app.services.correcting import Decision, NoSuchCorrection, decide
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import id_in, whole_number
from course_app.web.shared.downloads import file_of
from course_app.web.shared.moment import now

DONE = {
    "taken-up": "Taken up. Change the passage in the course’s files; whoever suggested it reads your answer.",
    "declined": "Declined. Whoever suggested it reads your answer.",
}


@instructor.get("/instructor/<course>/corrections")
@requires("decide-corrections")
def corrections(course: str) -> str:
    """Those to decide; with ?decided=yes those decided."""
    return _page(own_course(course))


@instructor.post("/instructor/<course>/corrections/<correction>")
@requires("decide-corrections")
def decide_correction(course: str, correction: str) -> Response | tuple[str, int]:
    """Take a correction up, or decline it."""
    outline = own_course(course)
    state, answer = request.form.get("decision", ""), tidy(request.form.get("answer"))
    if sentence := fault_of_answer(state, answer):
        return _page(outline, correction, sentence), 422
    try:
        seen = whole_number(request.form.get("seen", "")) or 0
        decide(viewer().id, outline.course_id, correction, Decision(state, answer, seen), now())
    except NoSuchCorrection:
        abort(404)
    except RuleBroken as refusal:
        return _page(outline, correction, str(refusal)), 422
    flash(DONE[state])
    return redirect(url_for("instructor.corrections", course=course), 303)


@instructor.get("/instructor/<course>/corrections.md")
@requires("decide-corrections")
def corrections_file(course: str) -> File:
    """Those to decide as text, by lesson, without names."""
    outline = own_course(course)
    orders = [{slug: place for place, slug in enumerate(listed, 1)} for listed in (outline.lessons, outline.passages)]
    lines = [_line(one, *orders) for one in open_corrections(outline)]
    return file_of(corrections_text.write(outline.course.title, lines), "text/markdown", f"corrections-{course}.md")


def _line(one: Suggested, lessons: dict[str, int], passages: dict[str, int]) -> corrections_text.Line:
    """What is there no more comes first in its lesson, or of all."""
    place = (lessons.get(one.slug, 0), passages.get(one.passage, 0))
    words = f"{one.card.number} {one.card.title}" if one.card else "No longer in the course:"
    return corrections_text.Line(place, f"{words} ({one.slug})", one.passage, one.wording, one.body, one.at)


def _page(outline: Outline, refused: str = "", refusal: str = "") -> str:
    decided = request.values.get("decided") == "yes"
    after = id_in("after")
    return render_template(
        "instructor/corrections.html",
        course=outline.course,
        page=inbox(outline, decided=decided, after=after),
        decided=decided,
        after=after,
        refused=refused,
        refusal=refusal,
        typed=request.form.get("answer", ""),
        here="teaching",
    )
