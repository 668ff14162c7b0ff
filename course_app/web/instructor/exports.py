"""Questions taken out: which, in which format, what that cannot carry, and the file."""

import re
from dataclasses import dataclass

from flask import Response, render_template, request
from werkzeug.datastructures import MultiDict

from course_app.domain.questions import POOLS, STATES
from course_app.formats.exchange import FORMATS, WRITTEN, written
from course_app.queries.catalogue import Outline
from course_app.queries.question_images import pictures_of
from course_app.queries.taking_out import Wanted, questions_wanted, unknown_codes
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.questions import CODE, chosen_codes
from course_app.web.shared.access import requires
from course_app.web.shared.downloads import file_of

USUAL = "text"
LONGEST_CODES = 20_000
MOST_CODES = 500
_NOT_IN_A_NAME = re.compile("[^a-z0-9-]+")


@dataclass(frozen=True)
class _Asked:
    """What the address asks for: `fields` as it gave them, without what means nothing.

    `is_cut`: there were more codes than are taken.
    """

    wanted: Wanted
    format: str
    fields: dict[str, str]
    is_cut: bool = False


@instructor.get("/instructor/<course>/exports")
@requires("see-instructor-area")
def exports(course: str) -> str:
    """Choose questions and a format; how many they are, and what the format cannot carry."""
    outline = own_course(course)
    asked = _asked(outline, request.args)
    questions = questions_wanted(outline.course_id, asked.wanted)
    losses = written(asked.format, questions, pictures_of(outline.course_id, questions))[1]
    return render_template(
        "instructor/exports.html",
        course=outline.course,
        asked=asked,
        count=len(questions),
        unknown=unknown_codes(outline.course_id, asked.wanted.codes) if asked.wanted.codes else [],
        losses=losses,
        topics=dict(outline.course.topics),
        formats=WRITTEN,
        here="teaching",
    )


@instructor.get("/instructor/<course>/exports/file")
@requires("see-instructor-area")
def export_file(course: str) -> Response:
    """The file."""
    outline = own_course(course)
    asked = _asked(outline, request.args)
    format = FORMATS[asked.format]
    questions = questions_wanted(outline.course_id, asked.wanted)
    file = written(asked.format, questions, pictures_of(outline.course_id, questions))[0]
    parts = [outline.course.id, *(asked.fields.get(name, "") for name in ("topic", "pool", "state")), "questions"]
    name = _NOT_IN_A_NAME.sub("-", "-".join(filter(None, parts)).lower())
    return file_of(file, format.mimetype, f"{name}{format.ending}")


def _asked(outline: Outline, given: MultiDict[str, str]) -> _Asked:
    known = {"topic": dict(outline.course.topics), "pool": POOLS, "state": STATES, "format": WRITTEN}
    fields = {name: value for name, words in known.items() if (value := given.get(name, "")) in words}
    chosen = chosen_codes(given, outline, MOST_CODES)
    codes = dict.fromkeys([*re.split(r"[\s,;]+", given.get("codes", "")[:LONGEST_CODES]), *chosen])
    listed = tuple(code for code in codes if CODE.fullmatch(code))[:MOST_CODES]
    if listed:
        fields["codes"] = ", ".join(listed)
    wanted = Wanted(fields.get("topic", ""), fields.get("pool", ""), fields.get("state", ""), listed)
    return _Asked(wanted, fields.get("format", USUAL), fields, is_cut=len(codes) > MOST_CODES)
