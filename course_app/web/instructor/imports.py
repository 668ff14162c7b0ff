"""Questions brought in: upload or paste, look at what would happen, confirm, read the report, mend the rejected."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from course_app.domain.bringing_in import KINDS
from course_app.domain.errors import RuleBroken
from course_app.domain.questions import POOLS
from course_app.formats.exchange import FORMATS, READ, read_file
from course_app.formats.grade_csv import write_grades
from course_app.formats.person_text import tidy
from course_app.queries.catalogue import Outline
from course_app.queries.question_imports import (
    LEFT,
    ImportPage,
    codes_taken,
    import_page,
    rejections,
    text_of_import,
)
from course_app.queries.question_imports import imports as newest_imports
from course_app.services import importing_questions, planning_imports
from course_app.services.planning_imports import Choices, NoSuchImport
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.import_forms import ImportForm
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import key_in, whole_number
from course_app.web.shared.downloads import csv_file, file_of
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now

LONGEST_FILE_NAME = 200
LOOK_AGAIN = "5"
MOST_LINKS = 20
TEMPLATES = {
    "planned": "instructor/import_plan.html",
    "running": "instructor/import_progress.html",
    "done": "instructor/import_report.html",
}


@instructor.get("/instructor/<course>/imports")
@requires("edit-questions")
def imports(course: str) -> str:
    """The form, and the files brought in before; with ?mend= and ?only=rejected the text of one, to be mended."""
    outline, form = own_course(course), ImportForm()
    mended = request.args.get("mend", "")
    if mended:
        only = request.args.get("only") == "rejected"
        form.pasted.label.text = "The text"
        form.format.data, form.pasted.data = found(text_of_import(outline, mended, rejected=only))
    return _form(outline, form, is_mending=bool(mended))


@instructor.post("/instructor/<course>/imports")
@requires("edit-questions")
def plan_import(course: str) -> BaseResponse | tuple[str, int]:
    """Read a file and keep what it would do; nothing else changes."""
    outline, form = own_course(course), ImportForm()
    if not form.validate():
        return _form(outline, form), 422
    file = form.file.data if form.file.data and form.file.data.filename else None
    name = tidy(file.filename)[-LONGEST_FILE_NAME:] if file else ""
    data = file.read() if file else form.pasted.data.encode("utf-8", "replace")
    format, intake = read_file(data, name, form.format.data)
    if not intake.found:
        sentences = [f"Line {one.line}: {one.message}" if one.line else one.message for one in intake.problems]
        (form.file if file else form.pasted).errors = (" ".join(sentences),)
        return _form(outline, form), 422
    made = planning_imports.store_plan(viewer().id, outline, data, name, format, intake, now())
    return redirect(url_for("instructor.question_import", course=course, key=made), 303)


@instructor.get("/instructor/<course>/imports/<key>")
@requires("edit-questions")
def question_import(course: str, key: str) -> Any:
    """What will happen, how far it is, or what was done; while it runs, the browser looks again by itself."""
    outline = own_course(course)
    kind, after = request.args.get("kind", ""), key_in("after")
    page = found(import_page(outline, key, kind, after))
    shown = _shown(outline, page, kind, after)
    return (shown, {"Refresh": LOOK_AGAIN}) if page.state == "running" else shown


@instructor.post("/instructor/<course>/imports/<key>/choices")
@requires("edit-questions")
def import_choices(course: str, key: str) -> BaseResponse:
    """Leave an item out, or take it after all; what is chosen for all is kept with it."""
    outline = own_course(course)
    leave, take = (whole_number(request.form.get(name, "")) or 0 for name in ("leave", "take"))
    try:
        planning_imports.choose(outline, key, _choices(), leave, take)
    except NoSuchImport:
        found(import_page(outline, key))
    place = leave or take
    back = {name: value for name in ("kind", "after") if (value := request.form.get(name, ""))}
    anchor = f"item-{place}" if place else None
    return redirect(url_for("instructor.question_import", course=course, key=key, _anchor=anchor, **back), 303)


@instructor.post("/instructor/<course>/imports/<key>/application")
@requires("edit-questions")
def apply_import(course: str, key: str) -> BaseResponse | tuple[str, int]:
    """Bring in what was looked at; up to a hundred items are done at once, more in the background."""
    outline = own_course(course)
    found(import_page(outline, key))
    try:
        importing_questions.begin(viewer().id, outline, key, request.form.get("seal", ""), _choices(), now())
    except NoSuchImport:
        return _shown(outline, found(import_page(outline, key)), "", 0), 422
    except RuleBroken as refusal:
        return _shown(outline, found(import_page(outline, key)), "", 0, str(refusal), _choices()), 422
    return redirect(url_for("instructor.question_import", course=course, key=key), 303)


@instructor.get("/instructor/<course>/imports/<key>/rejected")
@requires("edit-questions")
def import_rejected(course: str, key: str) -> Response:
    """The rejected items as a file: in their own format where that is a text, else as a table of what is wrong."""
    outline = own_course(course)
    rows = found(rejections(outline, key))
    text = text_of_import(outline, key, rejected=True)
    if text:
        format = FORMATS[text[0]]
        return file_of(text[1], format.mimetype, f"rejected{format.ending}")
    cells = [(str(row.place), str(row.line or ""), row.label, row.reason) for row in rows]
    return csv_file(write_grades(("Item", "Line", "Called", "Reason"), cells), "rejected.csv")


def _choices() -> Choices:
    typed = request.form
    return Choices(typed.get("topic", ""), typed.get("pool", ""), typed.get("whole", "") == "yes")


def _form(outline: Outline, form: ImportForm, *, is_mending: bool = False) -> str:
    return render_template(
        "instructor/imports.html",
        course=outline.course,
        form=form,
        is_mending=is_mending,
        imports=newest_imports(outline),
        here="teaching",
    )


def _shown(
    outline: Outline, page: ImportPage, kind: str, after: int, refusal: str = "", choices: Choices | None = None
) -> str:
    is_gone = page.is_cleared and page.state == "planned"
    taken = codes_taken(outline, page.public_id) if page.state == "done" and not page.is_cleared else []
    return render_template(
        "instructor/import_gone.html" if is_gone else TEMPLATES[page.state],
        course=outline.course,
        page=page,
        kind=kind,
        after=after,
        kinds=KINDS,
        LEFT=LEFT,
        formats=READ,
        topics=dict(outline.course.topics),
        pools=POOLS,
        refusal=refusal,
        chosen=choices or Choices(page.topic, page.pool, page.is_whole),
        taken=taken[:MOST_LINKS],
        taken_in_all=len(taken),
        here="teaching",
    )
