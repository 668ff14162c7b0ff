"""The quizzes of a course; one of them at one of its versions: check, try, publish."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.gateways import chance
from course_app.queries.authored_quizzes import AuthoredQuiz, authored_quiz, quiz_entries
from course_app.queries.catalogue import Outline
from course_app.queries.comments import open_comments_in
from course_app.services import authoring_quizzes, previewing
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found
from course_app.web.shared.forms import ReasonForm
from course_app.web.shared.moment import now

VERSION = "/instructor/<course>/quizzes/<quiz>/versions/<int(max=1000000):number>"

UNPUBLISH = "unpublish"
UNREAD = "Nothing was published yet. Read what is said below, tick that you have, and publish it then."
IN_THE_WAY = "Nothing was published or started. What stands in the way is said below: mend it, then try again."


@instructor.get("/instructor/<course>/quizzes")
@requires("see-instructor-area")
def quizzes(course: str) -> str:
    """The quizzes of a course, published or not."""
    outline = own_course(course)
    return render_template(
        "instructor/quizzes.html", course=outline.course, entries=quiz_entries(outline), here="teaching"
    )


@instructor.get("/instructor/<course>/quizzes/<quiz>")
@requires("see-instructor-area")
def quiz(course: str, quiz: str) -> str:
    """A quiz at the version that learners get, or at the only one saved."""
    outline = own_course(course)
    return _quiz_page(outline, own_quiz(outline, quiz))


@instructor.get(VERSION)
@requires("see-instructor-area")
def quiz_version(course: str, quiz: str, number: int) -> str:
    """A quiz at one saved version."""
    outline = own_course(course)
    return _quiz_page(outline, own_quiz(outline, quiz, number))


@instructor.post(f"{VERSION}/publication")
@requires("edit-quizzes")
def quiz_publication(course: str, quiz: str, number: int) -> Response | tuple[str, int]:
    """Publish a version: attempts from now on take it."""
    outline = own_course(course)
    one = own_quiz(outline, quiz, number)
    if one.built.asks_to_be_read and not one.built.obstacles and not request.form.get("read"):
        return _quiz_page(outline, one, UNREAD, is_unread=True), 422
    try:
        authoring_quizzes.publish_quiz(viewer().id, outline, quiz, number, now())
    except RuleBroken as refusal:
        return _refused(outline, one, refusal), 422
    flash(f"Published: attempts that start from now on take version {number}. Attempts under way end on theirs.")
    return redirect(url_for("instructor.quiz", course=course, quiz=quiz), 303)


@instructor.post("/instructor/<course>/quizzes/<quiz>/publication/removal")
@requires("edit-quizzes")
def unpublish_quiz(course: str, quiz: str) -> Response | tuple[str, int]:
    """Take a quiz from the learners: nothing new starts, and what was begun can be finished."""
    outline = own_course(course)
    one = own_quiz(outline, quiz)
    form = ReasonForm()
    if not form.validate():
        return _quiz_page(outline, one, form.reason.errors[0], asked=UNPUBLISH), 422
    try:
        authoring_quizzes.unpublish_quiz(viewer().id, outline, quiz, form.reason.data, now())
    except RuleBroken as refusal:
        return _quiz_page(outline, one, str(refusal)), 422
    flash("Not published any more: nothing new starts. Attempts under way can be finished, and every result is kept.")
    return redirect(url_for("instructor.quiz", course=course, quiz=quiz), 303)


@instructor.post(f"{VERSION}/copies")
@requires("edit-quizzes")
def quiz_copies(course: str, quiz: str, number: int) -> Response:
    """Make another quiz that begins as a copy of a version."""
    outline = own_course(course)
    own_quiz(outline, quiz, number)
    made = authoring_quizzes.copy_quiz(viewer().id, outline, quiz, number, now())
    flash("A copy is made. Learners do not see it until you publish it; give it a title of its own first.")
    return redirect(url_for("instructor.edit_quiz", course=course, quiz=made.slug), 303)


@instructor.post(f"{VERSION}/trials")
@requires("edit-quizzes")
def quiz_trials(course: str, quiz: str, number: int) -> Response | tuple[str, int]:
    """Try a version on the learner's own pages, counted nowhere."""
    outline = own_course(course)
    one = own_quiz(outline, quiz, number)
    try:
        attempt = previewing.preview_quiz(viewer().id, outline, quiz, number, now(), chance.seed())
    except RuleBroken as refusal:
        return _refused(outline, one, refusal), 422
    return redirect(url_for("learner.attempt", attempt=attempt), 303)


def own_quiz(outline: Outline, slug: str, number: int | None = None) -> AuthoredQuiz:
    """A quiz of the course, or the 404 of one that is not there."""
    return found(authored_quiz(outline, slug, now(), number))


def _refused(outline: Outline, one: AuthoredQuiz, refusal: RuleBroken) -> str:
    stands_below = isinstance(refusal, authoring_quizzes.NotPublishable)
    return _quiz_page(outline, one, IN_THE_WAY if stands_below else str(refusal))


def _quiz_page(
    outline: Outline, one: AuthoredQuiz, refusal: str = "", asked: str = "", *, is_unread: bool = False
) -> str:
    return render_template(
        "instructor/quiz.html",
        outline=outline,
        course=outline.course,
        page=one,
        built=one.built,
        topics=dict(outline.course.topics),
        commented=open_comments_in(outline.course_id, one.built.quiz),
        refusal=refusal,
        asked=asked,
        typed=request.form.get("reason", ""),
        is_unread=is_unread,
        here="teaching",
    )
