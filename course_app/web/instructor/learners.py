"""The learners of a course, and what one of them is given: a profile, attempts and minutes at single quizzes."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.accommodations import NOTHING, Accommodation
from course_app.domain.errors import RuleBroken
from course_app.queries.accommodations import learner_page, learners_page
from course_app.queries.catalogue import Outline
from course_app.queries.people import LONGEST_SEARCH
from course_app.services import accommodating
from course_app.services.administering import NoSuchPerson
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.forms import line
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import id_in, text_in, whole_number
from course_app.web.shared.errors import found
from course_app.web.shared.forms import ReasonForm
from course_app.web.shared.moment import now

PROFILE = "profile"
BAD_NUMBER = -1


@instructor.get("/instructor/<course>/learners")
@requires("give-accommodations")
def learners(course: str) -> str:
    """By name; ?given=yes narrows to those with a profile."""
    outline = own_course(course)
    after = id_in("after")
    asked = {"q": text_in("q")[:LONGEST_SEARCH]}
    if request.args.get("given") == "yes":
        asked["given"] = "yes"
    return render_template(
        "instructor/learners.html",
        course=outline.course,
        page=learners_page(outline.course_id, asked["q"], after, given="given" in asked),
        asked=asked,
        after=after,
        here="teaching",
    )


@instructor.get("/instructor/<course>/learners/<person>")
@requires("give-accommodations")
def learner(course: str, person: str) -> str:
    """What one learner is given."""
    return _page(own_course(course), person)


@instructor.post("/instructor/<course>/learners/<person>/accommodation")
@requires("give-accommodations")
def give_accommodation(course: str, person: str) -> Response | tuple[str, int]:
    """Make what the form says the learner's profile."""
    outline, form = own_course(course), request.form
    profile = Accommodation(
        extra_percent=_number("extra_percent"),
        is_untimed="is_untimed" in form,
        larger_text="larger_text" in form,
        reduced_motion="reduced_motion" in form,
    )
    done = "Kept. It holds from now on, in an attempt under way too."
    return _act(outline, person, PROFILE, done, lambda: _give(outline, person, profile))


@instructor.post("/instructor/<course>/learners/<person>/accommodation/withdrawal")
@requires("give-accommodations")
def withdraw_accommodation(course: str, person: str) -> Response | tuple[str, int]:
    """Give nothing any more; an attempt under way keeps what it has."""
    outline = own_course(course)
    done = "Withdrawn. An attempt under way keeps the time it was given."
    return _act(outline, person, PROFILE, done, lambda: _give(outline, person, NOTHING))


@instructor.post("/instructor/<course>/learners/<person>/quizzes/<quiz>/adjustments")
@requires("give-accommodations")
def adjust_quiz(course: str, person: str, quiz: str) -> Response | tuple[str, int]:
    """Give further attempts or minutes at one quiz, or move its opening or closing."""
    outline, form = own_course(course), ReasonForm()
    if not form.validate():
        return _page(outline, person, form.reason.errors[0], quiz), 422
    single = accommodating.Single(
        attempts=_number("attempts"),
        minutes=_number("minutes"),
        reason=form.reason.data,
        seen=_number("seen"),
        opens=line(request.form.get("opens", "")),
        closes=line(request.form.get("closes", "")),
    )
    return _act(
        outline,
        person,
        quiz,
        "Given. It stands on the learner’s start page, and more time reaches an attempt under way.",
        lambda: accommodating.adjust_quiz(viewer().id, outline, person, quiz, single, now()),
    )


def _give(outline: Outline, person: str, profile: Accommodation) -> None:
    accommodating.give_profile(viewer().id, outline.course_id, person, profile, now())


def _number(name: str) -> int:
    """A number as typed; nothing is 0, and what is no number is one that is refused."""
    typed = request.form.get(name, "").strip()
    number = whole_number(typed) if typed else 0
    return BAD_NUMBER if number is None else number


def _act(outline: Outline, person: str, asked: str, done: str, act: Callable[[], None]) -> Response | tuple[str, int]:
    try:
        act()
    except NoSuchPerson:
        abort(404)
    except RuleBroken as refusal:
        return _page(outline, person, str(refusal), asked), 422
    flash(done)
    return redirect(url_for("instructor.learner", course=outline.course.id, person=person), 303)


def _page(outline: Outline, person: str, refusal: str = "", asked: str = "") -> str:
    page = found(learner_page(outline, person))
    return render_template(
        "instructor/learner.html",
        course=outline.course,
        page=page,
        refusal=refusal,
        asked=asked,
        typed=request.form,
        here="teaching",
    )
