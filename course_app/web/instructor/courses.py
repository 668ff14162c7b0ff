"""The instructor's home, and the look-up that every other page begins with."""

from flask import render_template

from course_app.queries.catalogue import Outline
from course_app.queries.teaching import reviewed_course, taught_course, taught_courses
from course_app.web.instructor.blueprint import instructor
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found


@instructor.get("/instructor")
@requires("see-bank")
def home() -> str:
    """The courses one teaches, each with its bank, its quizzes and their results; those one reviews with the bank."""
    return render_template("instructor/home.html", courses=taught_courses(viewer()), here="teaching")


def own_course(slug: str) -> Outline:
    """A course that the viewer teaches, or the 404 of one that is not there."""
    return found(taught_course(viewer(), slug))


def reviewed(slug: str) -> Outline:
    """A course that the viewer teaches or reviews, or the 404 of one that is not there."""
    return found(reviewed_course(viewer(), slug))
