"""What an instructor did before a page is shown; more of tests/acts.py."""

from dataclasses import replace

from sqlalchemy import select, update

from course_app.domain.content_hash import content_hash
from course_app.domain.questions import Option, Question, key_of
from course_app.domain.quizzes import Quiz, Section, Slot
from course_app.extensions import db
from course_app.gateways.chance import public_id
from course_app.models import Course, CourseVersion, Enrolment, Person
from course_app.models import Question as QuestionRow
from course_app.queries.authored_questions import authored_question
from course_app.queries.authored_quizzes import authored_quiz
from course_app.queries.catalogue import newest_outline
from course_app.queries.comments import comments_of
from course_app.services import attempting, authoring, authoring_quizzes, commenting, previewing, typing_questions
from course_app.services.indexing import index_question
from course_app.services.keeping_images import keep_image
from course_app.services.transaction import transaction
from tests.acts import DEMO, SMALL, came_late, given, handed_in, moved, several, started, suggested
from tests.crowd import crowd, fixed_quiz
from tests.formats.pictures import a_picture

DRAFT = Question(
    id="",
    stem="Which kettle whistles?",
    options=(Option("", "This one", "Correct. It boils.", is_key=True), Option("", "That one", "It is cold.")),
    topic="brewing",
    level="apply",
    difficulty="easy",
    pool="quiz",
    claims=("C1",),
)
"""A question as an instructor begins it."""


def made_administrator(_stage, person):
    """The person was made an administrator."""
    with transaction() as session:
        session.execute(update(Person).where(Person.id == person).values(is_admin=True))
    return {}


def blank_course(stage, _person):
    """A course is published that has nothing in it but its name."""
    if newest_outline("blank-course"):
        return {}
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


def typed(stem, code=""):
    """Somebody began to type a question, or a new version of one, and has not saved it."""

    def act(stage, person):
        outline, draft = newest_outline(SMALL), public_id()
        fields = [("stem", stem), ("type", "single"), ("option-0", "The one"), ("option-1", "The other"), ("key", "0")]
        typing_questions.keep(person, outline, draft, code, fields, stage.now)
        return {"draft": draft}

    return act


def kept_image(stage, person):
    """An image was added to a question, and has no alternative yet."""
    picture = a_picture()
    keep_image(person, newest_outline(SMALL), picture, stage.now)
    return {"image": picture.name}


def safety_item(code, *, is_edited=True):
    """A question of the small course is a safety item in use, and was edited by the person."""

    def act(stage, person):
        outline = newest_outline(SMALL)
        one = authored_question(outline, code)
        if not one.question.safety:
            reviewer = stage.person("Ray Reviewer", email="reviewer@example.org")
            authoring.edit_question(person, outline, code, one.number, replace(one.question, safety=True), stage.now)
            note = authoring.Reviewing(may_edit=False, note="Agrees with the leaflet of the trust.")
            authoring.set_state(reviewer, outline, code, "approved", stage.now, by=note)
        if is_edited:
            return edited(code)(stage, person)
        return {}

    return act


def to_approve(code):
    """The same, and edited by the instructor: whoever looks may approve it."""

    def act(stage, _person):
        return safety_item(code)(stage, stage.person("Ann Instructor", email="instructor@example.org"))

    return act


def sole_draft(stage, person):
    """The only instructor of the closed course wrote a safety item."""
    outline = newest_outline("closed-course")
    topic, claim = next(iter(dict(outline.course.topics))), next(iter(outline.claims))
    draft = replace(DRAFT, topic=topic, claims=(claim,), safety=True)
    return {"question": authoring.add_question(person, outline, draft, stage.now).code}


def sole_use(stage, person):
    """And put it into use with a note."""
    names = sole_draft(stage, person)
    by = authoring.Reviewing(note="Checked against the leaflet, “ŵ ł š İ ñ”, and the maker’s own sheet.")
    authoring.set_state(person, newest_outline("closed-course"), names["question"], "approved", stage.now, by=by)
    return names


def made_stale(code):
    """What a question of the small course stands on had other words, and there was less of it, when it was approved."""

    def act(stage, _person):
        outline = newest_outline(SMALL)
        own = (QuestionRow.course_id == outline.course_id) & (QuestionRow.code == code)
        with transaction() as session:
            row = session.scalars(select(QuestionRow).where(own)).one()
            row.grounds = {"claims": {"C1": "0" * 12}, "passages": {"gone-since": "0" * 12}}
            index_question(session, outline, row, stage.now)
        return {}

    return act


def bare_draft(stage, person):
    """A draft without reasons, topic and claims, as one that was brought in."""
    outline = newest_outline(SMALL)
    whole = authored_question(outline, "T02").question
    options = tuple(replace(option, rationale="") for option in whole.options)
    saved = authoring.add_question(person, outline, replace(whole, options=options, topic="", claims=()), stage.now)
    return {"question": saved.code}


def set_state(code, state, note="", then=""):
    """A question of the small course was put into another state, and into one more."""

    def act(stage, person):
        by = authoring.Reviewing(note=note)
        for one in filter(None, (state, then)):
            authoring.set_state(person, newest_outline(SMALL), code, one, stage.now, by=by)
        return {}

    return act


def commented(code, *bodies, place="option-a", resolved=0):
    """Comments were made on a question of the small course, and the first few resolved."""

    def act(stage, person):
        course = newest_outline(SMALL).course_id
        before = {one.id for one in comments_of(course, code)}
        for body in bodies:
            commenting.add_comment(person, course, code, place, body, stage.now)
        made = [one.id for one in comments_of(course, code) if one.id not in before]
        for comment in made[:resolved]:
            commenting.settle_comment(person, course, code, comment, stage.now, is_resolved=True)
        return {"comment": str(made[0])}

    return act


def saved_quiz(slug):
    """A version of a quiz of the small course was saved and not published."""

    def act(stage, person):
        outline = newest_outline(SMALL)
        quiz = replace(outline.quizzes[slug].quiz, summary="Reworded, and not published yet.")
        newest = authored_quiz(outline, slug, stage.now).newest
        authoring_quizzes.save_quiz(person, outline, slug, newest, quiz, stage.now)
        return {}

    return act


def impossible_quiz(stage, person):
    """A quiz was saved that draws more than there is."""
    slot = Slot(topics=("effects",), pools=("quiz",))
    quiz = Quiz(id="", title="Impossible", sections=(Section("part-1", "Effects", (slot,) * 40, minimum=60),))
    authoring_quizzes.add_quiz(person, newest_outline(SMALL), quiz, stage.now)
    return {}


def closed_quiz(*, is_finished):
    """A quiz was built, published, begun by the person (and handed in) and unpublished."""

    def act(stage, person):
        outline = newest_outline(SMALL)
        slot = Slot(topics=("effects",), pools=("quiz",))
        quiz = Quiz(id="", title="Żółć and tea", sections=(Section("part-1", "Effects", (slot,)),), required=False)
        slug = authoring_quizzes.add_quiz(person, outline, quiz, stage.now).slug
        authoring_quizzes.publish_quiz(person, outline, slug, 1, stage.now)
        attempt = attempting.start_attempt(person, SMALL, slug, stage.now, 7)
        if is_finished:
            attempting.submit(attempt, person, stage.now)
        authoring_quizzes.unpublish_quiz(person, outline, slug, "A draw was wrong", stage.now)
        return {"closed": slug}

    return act


def taken(stage, _person):
    """Learners of the real course took a quiz, well and badly."""
    names = ("Łukasz Żółć-Wiśniewski", "محمد عبد الرحمن", "王小明", "Maria Aleksandra de Albuquerque e Sousa")
    for place, name in enumerate(names):
        learner = stage.person(name, (DEMO,))
        handed_in("mechanisms", DEMO, right=place / 3, times=1 + place % 2, minutes_ago=30 + place)(stage, learner)
    return {}


def learners_late(*decisions):
    """Learners answered after the end; each decision is on one of them, an empty one leaves it open."""

    def act(stage, person):
        names = ("Łukasz Żółć-Wiśniewski", "محمد عبد الرحمن", "王小明", "Maria Aleksandra de Albuquerque e Sousa")
        for name, decision in zip(names, decisions, strict=False):
            found = came_late("sitting", decision)(stage, stage.person(name, (SMALL,)))
        return found

    return act


def readers_suggested(*decisions, bodies=("It was two in ten, says the survey’s table 2.",)):
    """Two readers suggested the same corrections; `decisions` are on the second one's."""

    def act(stage, _person):
        suggested(bodies=bodies[:1])(stage, stage.person("王小明", (SMALL,)))
        return suggested(*decisions, bodies=bodies)(stage, stage.person("Łukasz Żółć-Wiśniewski", (SMALL,)))

    return act


def given_to_learner(*acts):
    """Something was given to a learner of the small course."""

    def act(stage, _person):
        learner = stage.person("محمد عبد الرحمن", (SMALL,))
        return several(given(), *acts)(stage, learner)

    return act


def moved_for_learner(stage, _person):
    """The window of a quiz of the closed course was moved for one of its learners."""
    return moved("gate", extra_percent=50)(stage, stage.person("محمد عبد الرحمن", ("closed-course",)))


def tried(stage, person):
    """The quiz of side effects was tried, and is open."""
    return {"attempt": previewing.preview_quiz(person, newest_outline(DEMO), "side-effects", 1, stage.now, 3)}


def tried_out(stage, person):
    """The same, handed in without answers."""
    names = tried(stage, person)
    attempting.submit(names["attempt"], person, stage.now)
    return names


def begun(stage, _person):
    """A learner began a quiz and has not handed it in."""
    return started("sitting")(stage, stage.person("Ñusta İnan", (SMALL,)))


def crowded(stage, person):
    """A quiz of fixed questions was taken often: the key of its first question seems to be wrong."""
    outline, title = newest_outline(SMALL), "Tea, and ŵ ł š İ ñ"
    codes = ("T01", "T02", "T03", "T04", "E01")
    slug = fixed_quiz(person, SMALL, title, codes, stage.now)
    keys = [key_of(authored_question(outline, code).question) for code in codes]
    patterns = ["01111"] * 22 + ["01011"] * 12 + ["11110"] * 9 + ["10100"] * 16 + ["1010."] * 8 + ["0.0.0"] * 7
    answers = [
        [
            "".join(key) if sign == "1" else "" if sign == "." else sorted(set("abcd") - key)[place % 3]
            for sign, key in zip(one, keys, strict=True)
        ]
        for place, one in enumerate(patterns)
    ]
    learner = stage.person("王小明", (SMALL,))
    with db.engines["read"].connect() as connection:
        enrolment = connection.scalar(select(Enrolment.id).where(Enrolment.person_id == learner))
    crowd(SMALL, slug, answers, stage.now, enrolment)
    return {"crowded": slug}
