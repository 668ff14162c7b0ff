"""The page on which a question is written, and those of its parts that follow what is typed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import render_template, request

from course_app.domain.merging import clashes, merged
from course_app.domain.question_types.registry import TYPES
from course_app.domain.questions import DIFFICULTIES, LETTERS, LEVELS, Fault, Question, lettered
from course_app.gateways.chance import public_id
from course_app.queries.authored_questions import (
    AuthoredQuestion,
    advice_on,
    faults_in,
    likely_topic,
    sentences_with,
    tested_claims,
)
from course_app.queries.catalogue import Outline
from course_app.queries.questions import shown_question
from course_app.queries.reviewed import reviewed_draft
from course_app.queries.typed_questions import Typed
from course_app.web.instructor.forms import MOST_OPTIONS, NEW_QUESTION, Form, line, placed, without_blanks
from course_app.web.instructor.question_images import AddedImage, places_of
from course_app.web.instructor.questions import LONGEST_SEARCH
from course_app.web.shared.moment import now

UNDER_MORE = ("topic", "level", "difficulty", "pool", "type", "credit", "fixed_order")
TAKE = "take-"


def editor_page(
    outline: Outline,
    typed: Question,
    one: AuthoredQuestion | None = None,
    *,
    opened: int = 0,
    faults: list[Fault] | None = None,
    refusal: str = "",
    meanwhile: Question | None = None,
    draft: str = "",
    image: AddedImage | None = None,
    waiting: Sequence[Typed] = (),
) -> str:
    """The form. `opened`: the version it was opened on, the one in use unless told otherwise.

    `meanwhile`: the question as it was when the form was opened, where somebody saved another version since.
    `image`: what came with the form of an image. `draft`: the id under which what is typed is kept; `waiting`: what was
    typed before and not saved.
    """
    wrong = {fault.place: fault.sentence for fault in faults or []}
    return render_template(
        "instructor/question_form.html",
        outline=outline,
        course=outline.course,
        typed=typed,
        one=one,
        opened=opened or (one.number if one else 0),
        faults=faults or [],
        wrong=wrong,
        refusal=refusal,
        is_stale=meanwhile is not None,
        clashes=clashes(meanwhile, one.question, _lettered(typed, one)) if meanwhile and one else (),
        guessed=bool(request.form and typed.topic and not request.form.get("topic")),
        more=_opens_more(outline, typed, wrong),
        draft=draft or request.form.get("draft", "") or public_id(),
        waiting=waiting,
        here="teaching",
        **_shown(outline, typed, image or AddedImage(typed)),
        **_following(outline, typed),
    )


def following_parts(outline: Outline, typed: Question) -> dict[str, str]:
    """The parts of the page that follow what is typed, as HTML by their ids."""
    given = _following(outline, typed) | {"course": outline.course}
    return {
        "advice": render_template("instructor/question_advice.html", **given),
        "afterwards": render_template("instructor/question_afterwards.html", **given),
    }


def with_likely_topic(outline: Outline, typed: Question) -> Question:
    """The question with the topic of the others on the same sentence, where none was chosen and they agree."""
    return typed if typed.topic else replace(typed, topic=likely_topic(outline, typed))


def _shown(outline: Outline, typed: Question, image: AddedImage) -> dict[str, Any]:
    chosen = tested_claims(outline, typed)
    sought = line(request.form.get("sought", ""))[:LONGEST_SEARCH]
    return {
        "chosen": chosen,
        "sought": sought,
        "picked": sentences_with(outline, sought),
        "taught_by": {taught.passage.id for claim in chosen for taught in claim.taught},
        "topics": dict(outline.course.topics),
        "levels": {one: one.capitalize() for one in LEVELS},
        "difficulties": {one: one.capitalize() for one in DIFFICULTIES},
        "types": TYPES,
        "image": image,
        "image_places": places_of(typed),
        "kind": TYPES.get(typed.type) or TYPES[NEW_QUESTION.type],
        "MOST_OPTIONS": MOST_OPTIONS,
        "shown": shown_question(placed(typed), LETTERS[: len(typed.options)]),
    }


def _following(outline: Outline, typed: Question) -> dict[str, Any]:
    return {
        "advice": advice_on(outline, typed, now().date().isoformat()),
        "afterwards": reviewed_draft(placed(without_blanks(typed)), outline),
    }


def _opens_more(outline: Outline, typed: Question, wrong: dict[str, str]) -> bool:
    """Whether something that stands under “More” is wrong, lacking, or other than usual."""
    is_usual = typed.type == NEW_QUESTION.type and not typed.fixed_order
    lacks = {fault.place for fault in faults_in(outline, typed)} if typed.claims else set()
    return not is_usual or any(place in wrong or place in lacks for place in UNDER_MORE)


def put_together(typed: Question, one: AuthoredQuestion, opened: int, form: Form) -> Question:
    """What was typed with those pieces of version `opened` that the form takes from it."""
    theirs = next(version.question for version in one.versions if version.number == opened)
    taken = [name.removeprefix(TAKE) for name in form if name.startswith(TAKE) and form[name] == "theirs"]
    return merged(theirs, _lettered(typed, one), taken)


def _lettered(typed: Question, one: AuthoredQuestion) -> Question:
    """What was typed with new options under letters not used yet; as it is where there are none left."""
    used = {option.letter for version in one.versions for option in version.question.options}
    kept = {option.letter for option in typed.options} & used
    try:
        return lettered(typed, kept, used)
    except ValueError:
        return typed
