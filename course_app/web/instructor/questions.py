"""The bank of a course, and one question of it."""

import re
from collections.abc import Mapping

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from course_app.domain.commenting import places_of
from course_app.domain.question_types.registry import TYPES, type_of
from course_app.domain.questions import LEVELS, POOLS, STATES
from course_app.domain.reviewing import Actor, is_done, needs_another, needs_note, refusal
from course_app.queries.authored_questions import AuthoredQuestion, authored_question
from course_app.queries.authored_quizzes import quiz_entries
from course_app.queries.bank import FACILITIES, FINDINGS, OPEN, STALE, Filters, bank_page, fitting_codes
from course_app.queries.catalogue import Outline
from course_app.queries.comments import comments_of, open_comments
from course_app.queries.questions import shown_question
from course_app.queries.teaching import teaches
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import reviewed
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found

CODE = re.compile(r"[A-Za-z0-9-]{1,100}")
LONGEST_SEARCH = 200
ORIGINS = ("text", "site")


@instructor.get("/instructor/<course>/questions")
@requires("see-bank")
def questions(course: str) -> str:
    """The bank, narrowed by what the address says."""
    outline = reviewed(course)
    filters = read_filters(request.args, outline)
    after = request.args.get("after", "")
    after = after if CODE.fullmatch(after) else ""
    page = bank_page(outline, filters, after)
    given = {name: value for name, value in vars(filters).items() if value}
    return render_template(
        "instructor/questions.html",
        outline=outline,
        course=outline.course,
        page=page,
        commented=open_comments(outline.course_id, [line.code for line in page.lines]),
        filters=filters,
        given=given,
        after=after,
        topics=dict(outline.course.topics),
        levels={one: one.capitalize() for one in LEVELS},
        quizzes={slug: card.title for slug, card in outline.quizzes.items()},
        types={name: kind.title for name, kind in TYPES.items()},
        may_edit=teaches(viewer(), outline.course_id),
        here="teaching",
    )


@instructor.get("/instructor/<course>/questions/<question>")
@requires("see-bank")
def question(course: str, question: str) -> str:
    """One question: as learners see it, its key and reasons, its claims, its use and its versions."""
    outline = reviewed(course)
    return question_page(outline, own_question(outline, question))


def read_filters(asked: Mapping[str, str], outline: Outline) -> Filters:
    """What the address or a form narrows the list to; what is not known narrows nothing."""
    return Filters(
        topic=_one_of(asked.get("topic"), dict(outline.course.topics)),
        level=_one_of(asked.get("level"), LEVELS),
        pool=_one_of(asked.get("pool"), POOLS),
        type=_one_of(asked.get("type"), TYPES),
        state=_one_of(asked.get("state"), (*STATES, STALE)),
        origin=_one_of(asked.get("origin"), ORIGINS),
        claim=_one_of(asked.get("claim", "").strip(), outline.claims),
        quiz=_one_of(asked.get("quiz"), outline.quizzes),
        finding=_one_of(asked.get("finding"), FINDINGS),
        facility=_one_of(asked.get("facility"), FACILITIES),
        comments=_one_of(asked.get("comments"), (OPEN,)),
        words=" ".join(asked.get("words", "").split())[:LONGEST_SEARCH],
    )


def chosen_codes(asked: MultiDict[str, str], outline: Outline, most: int) -> list[str]:
    """The codes ticked in the list, or all that fit where that was asked for; one more than `most`: too many."""
    if asked.get("which") == "all":
        return fitting_codes(outline, read_filters(asked, outline), most)
    return [code for code in dict.fromkeys(asked.getlist("question")) if CODE.fullmatch(code)][: most + 1]


def own_question(outline: Outline, code: str) -> AuthoredQuestion:
    """A question of the course, or the 404 of one that is not there."""
    return found(authored_question(outline, code))


def question_page(outline: Outline, one: AuthoredQuestion, refused: str = "", note: str = "", comment: str = "") -> str:
    """The page of a question; `note` was typed for its approval, `comment` to be said of it."""
    may_edit = teaches(viewer(), outline.course_id)
    comments = comments_of(outline.course_id, one.code)
    return render_template(
        "instructor/question.html",
        outline=outline,
        course=outline.course,
        page=one,
        shown=shown_question(one.question),
        kind=type_of(one.question),
        topics=dict(outline.course.topics),
        quizzes=quiz_entries(outline) if may_edit and _may_be_asked(one) else (),
        may_edit=may_edit,
        approval=_approval(one, Actor(viewer().id, may_edit)),
        refusal=refused,
        note=note,
        comment=comment,
        comments=comments,
        open_comments=[one for one in comments if one.resolved_at is None],
        places=places_of(one.question, passages_of(one)),
        here="teaching",
    )


def passages_of(one: AuthoredQuestion) -> list[str]:
    """The passages that teach what the question tests, by id."""
    return sorted({taught.passage.id for claim in one.claims for taught in claim.taught})


def _approval(one: AuthoredQuestion, actor: Actor) -> str:
    """What the viewer can do towards an approval: "" nothing, "other" ask for it, "note" or "free" give it."""
    if is_done(one.item, "approved") or one.lacks:
        return ""
    if needs_another(one.item, actor):
        return "other"
    if needs_note(one.item, actor):
        return "note"
    return "" if refusal(one.item, "approved", actor) else "free"


def _may_be_asked(one: AuthoredQuestion) -> bool:
    return one.state != "retired" and one.question.pool != "self-check"


def _one_of(value: str | None, known: object) -> str:
    return value if value and value in known else ""
