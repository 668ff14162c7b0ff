"""The image that is being added in the form of a question: taken, waiting for its alternative, put into its text.

A file that comes with the form is kept for the course at once, so that a form which is shown again has it still: its
name then stands in the field “waiting-image” until it has an alternative, or is dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import request

from course_app.domain.images import LONGEST_ALTERNATIVE, NAME, alternative_of, hashes_in, reference
from course_app.domain.questions import Fault, Option, Question
from course_app.formats.foreign_text import Unfit
from course_app.formats.picture_file import MOST_BYTES, picture_of
from course_app.queries.catalogue import Outline
from course_app.queries.question_images import known_images
from course_app.services.keeping_images import keep_image
from course_app.web.shared.access import viewer
from course_app.web.shared.moment import now

ADD, DROP = "add-image", "drop-image"
NO_FILE = "Choose the file of the image first."
NO_ALTERNATIVE = (
    "Write what somebody who does not see the image needs to know. The image is kept here meanwhile; then press “Add "
    "the image”, or leave it out."
)
TOO_LONG = f"Say it in {LONGEST_ALTERNATIVE} characters or fewer; the rest can stand in the question."


@dataclass(frozen=True)
class AddedImage:
    """The question with the image in its text, or what keeps it from being there.

    `waiting`: the name of one that has no alternative yet; `alternative` and `place`: what was typed and chosen for it.
    """

    question: Question
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    waiting: str = ""
    alternative: str = ""
    place: str = "stem"


def added_image(outline: Outline, typed: Question, act: str) -> AddedImage:
    """What the request's form says of an image; the file is kept for the course."""
    alternative, place = alternative_of(request.form.get("image-alternative", "")), request.form.get("image-place", "")
    without = AddedImage(typed, alternative=alternative, place=place)
    if act == DROP:
        return AddedImage(typed)
    try:
        waiting, notes = _file_of(outline)
    except Unfit as refusal:
        return replace(without, faults=(Fault("image", str(refusal)),))
    if not waiting:
        return replace(without, faults=(Fault("image", NO_FILE),) if act == ADD else ())
    without = replace(without, waiting=waiting, notes=tuple(notes))
    if not alternative:
        is_meant = act in (ADD, "save")
        return replace(without, faults=(Fault("image-alternative", NO_ALTERNATIVE),) if is_meant else ())
    if len(alternative) > LONGEST_ALTERNATIVE:
        return replace(without, faults=(Fault("image-alternative", TOO_LONG),))
    return AddedImage(_with(typed, place, reference(waiting, alternative)), notes=tuple(notes))


def places_of(typed: Question) -> Mapping[str, str]:
    """Where an image may be put, by the names of the form's fields."""
    places = {"stem": "The question"}
    for number, option in enumerate(typed.options):
        name = option.letter.upper() or f"new {number + 1}"
        places |= {f"option-{number}": f"Option {name}", f"reason-{number}": f"Reason for {name}"}
    return places


def _file_of(outline: Outline) -> tuple[str, list[str]]:
    """The name of the image that came with the form, or of the one that waits; and what of it was not kept."""
    file = request.files.get("image")
    if file is None or not file.filename:
        name = request.form.get("waiting-image", "")
        is_ours = NAME.fullmatch(name) and known_images(outline.course_id, {name.partition("-")[0]})
        return (name, []) if is_ours else ("", [])
    picture, notes = picture_of(file.stream.read(MOST_BYTES + 1))
    keep_image(viewer().id, outline, picture, now())
    return picture.name, notes


def _with(question: Question, place: str, image: str) -> Question:
    kind, _, number = place.partition("-")
    if kind in ("option", "reason") and number.isdecimal() and int(number) < len(question.options):
        options = list(question.options)
        options[int(number)] = _option_with(options[int(number)], kind, image)
        return replace(question, options=tuple(options))
    return replace(question, stem=_ended(question.stem, image, "\n\n"))


def _option_with(option: Option, kind: str, image: str) -> Option:
    if kind == "reason":
        return replace(option, rationale=_ended(option.rationale, image, "\n\n"))
    return replace(option, text=_ended(option.text, image, "\n"))


def _ended(text: str, image: str, between: str) -> str:
    """The text with the image at its end, unless it is there already."""
    return text if hashes_in(image) <= hashes_in(text) else between.join(filter(None, (text, image)))
