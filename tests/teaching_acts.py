"""What an instructor did before a page is shown; more of tests/acts.py."""

from dataclasses import replace

from sqlalchemy import select, update

from course_app.domain.content_hash import content_hash
from course_app.models import Course, CourseVersion, Person
from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.services import authoring
from course_app.services.transaction import transaction
from tests.acts import SMALL


def made_administrator(_stage, person):
    """The person was made an administrator."""
    with transaction() as session:
        session.execute(update(Person).where(Person.id == person).values(is_admin=True))
    return {}


def blank_course(stage, _person):
    """A course is published that has nothing in it but its name."""
    with transaction() as session:
        content = session.scalars(
            select(CourseVersion.content).join(Course, Course.id == CourseVersion.course_id).where(Course.slug == SMALL)
        ).first()
        bare = {"id": "blank-course", "title": "A course to be", "topics": content["course"]["topics"]}
        course = Course(slug="blank-course", title="A course to be", newest_number=1, created_at=stage.now)
        session.add(course)
        session.flush()
        whole = {"course": bare, "claims": [], "references": [], "terms": []}
        session.add(
            CourseVersion(
                course_id=course.id,
                number=1,
                content_hash=content_hash(whole),
                content=whole,
                published_at=stage.now,
            )
        )
    return {}


def edited(code, times=1):
    """A question of the small course was edited on the site."""

    def act(stage, person):
        outline = newest_outline(SMALL)
        for _ in range(times):
            one = authored_question(outline, code)
            first, *rest = one.question.options
            draft = replace(
                one.question,
                stem=f"{one.question.stem[:-1]}, once more?",
                options=(replace(first, text=f"{first.text}, reworded"), *rest),
            )
            authoring.edit_question(person, outline, code, one.number, draft, stage.now)
        return {}

    return act


def set_state(code, state):
    """A question of the small course was put into another state."""

    def act(stage, person):
        authoring.set_state(person, newest_outline(SMALL), code, state, stage.now)
        return {}

    return act
