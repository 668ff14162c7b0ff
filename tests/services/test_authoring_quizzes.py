"""Building quizzes on the site: saved versions, publishing one of them, trying one, and what the text leaves alone."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from course_app.domain.attempts import QuizNotOpen
from course_app.domain.quizzes import Quiz, Section, Slot
from course_app.domain.revisions import Change, Kept
from course_app.extensions import db
from course_app.models import Attempt, AuditEntry, CourseVersion, Enrolment
from course_app.models import Question as QuestionRow
from course_app.queries.attempts import attempt_page
from course_app.queries.authored_quizzes import authored_quiz, quiz_entries
from course_app.queries.catalogue import newest_outline
from course_app.queries.learner_home import learner_home
from course_app.queries.quiz_start import start_page
from course_app.services import attempting, authoring, enrolling, previewing
from course_app.services import authoring_quizzes as building
from course_app.services.transaction import transaction
from tests.conftest import COURSES, START, person_named, publish_folder
from tests.histories import attempt
from tests.teaching_acts import DRAFT

DRAW = Slot(topics=("effects",), pools=("quiz",))
NEW = Quiz(id="", title="Żółć and tea", sections=(Section("part-1", "Effects", (DRAW, DRAW)),))


def rows(statement):
    with db.engines["read"].connect() as connection:
        return connection.execute(statement).all()


def practice(small, **changes):
    return replace(small.quizzes["practice"].quiz, **changes)


def published():
    return {slug: card.quiz.title for slug, card in newest_outline("small-course").quizzes.items()}


def test_a_new_quiz_gets_an_address_from_its_title_and_is_seen_by_nobody(small, ann):
    assert building.add_quiz(ann, small, NEW, START) == building.SavedQuiz("zolc-and-tea", 1, is_new=True)
    assert building.add_quiz(ann, small, NEW, START).slug == "zolc-and-tea-2"
    assert building.add_quiz(ann, small, replace(NEW, title="王小明"), START).slug == "quiz"
    assert list(published()) == ["practice", "sitting", "final"]
    assert [(one.slug, one.published) for one in quiz_entries(small)][:2] == [("practice", 1), ("sitting", 1)]


def test_a_published_quiz_is_a_quiz_of_the_whole_course_in_a_new_version_of_it(small, ann, time):
    slug = building.add_quiz(ann, small, NEW, START).slug
    building.publish_quiz(ann, small, slug, 1, START)
    after = newest_outline("small-course")
    assert (after.number, list(after.quizzes), after.quizzes[slug].module) == (
        small.number + 1,
        ["practice", "sitting", "final", slug],
        None,
    )
    assert attempting.start_attempt(person_named("learner").id, "small-course", slug, time.time, 1)
    acts = [tuple(row) for row in rows(select(AuditEntry.verb, AuditEntry.reason).order_by(AuditEntry.id))]
    assert acts[-2:] == [("quiz written", f"{slug}, version 1"), ("quiz published", f"{slug}, version 1")]


def test_a_saved_version_changes_nothing_for_learners_until_it_is_published(small, ann, time):
    learner = person_named("learner").id
    attempt = attempting.start_attempt(learner, "small-course", "practice", time.time, 1)
    saved = building.save_quiz(ann, small, "practice", 1, practice(small, title="Reworded"), START)
    assert (saved.number, published()["practice"]) == (2, "Practice")
    building.publish_quiz(ann, small, "practice", 2, START)
    assert published()["practice"] == "Reworded"
    assert attempt_page(attempt, learner, time.time).quiz.title == "Practice"


def test_publishing_the_text_keeps_what_is_published_on_the_site_and_not_what_is_only_saved(small, ann):
    building.save_quiz(ann, small, "practice", 1, practice(small, title="Published"), START)
    building.publish_quiz(ann, small, "practice", 2, START)
    building.save_quiz(ann, small, "practice", 2, practice(small, title="Only saved"), START)
    building.save_quiz(ann, small, "sitting", 1, replace(small.quizzes["sitting"].quiz, title="Only saved"), START)
    kept = building.add_quiz(ann, small, NEW, START).slug
    building.publish_quiz(ann, small, kept, 1, START)
    building.add_quiz(ann, small, NEW, START)
    found = publish_folder(COURSES / "small")
    assert found.quizzes.kept == (
        Kept("practice", (Change("Title", small.quizzes["practice"].title, "Only saved"),)),
        Kept("sitting", (Change("Title", "A sitting", "Only saved"),)),
    )
    assert published() == {
        "practice": "Published",
        "sitting": "A sitting",
        "final": "Final assessment",
        kept: "Żółć and tea",
    }


def test_publishing_again_makes_no_new_version_of_the_course(small, ann):
    before = len(rows(select(CourseVersion.id)))
    building.publish_quiz(ann, small, "practice", 1, START)
    assert len(rows(select(CourseVersion.id))) == before


def test_a_version_that_was_published_before_can_be_published_again(small, ann):
    building.save_quiz(ann, small, "practice", 1, practice(small, title="Other"), START)
    building.publish_quiz(ann, small, "practice", 2, START)
    building.publish_quiz(ann, small, "practice", 1, START)
    assert published()["practice"] == "Practice"
    assert publish_folder(COURSES / "small").is_new is False


def test_what_cannot_be_asked_or_passed_is_not_published(small, ann):
    sections = (
        Section("a", "Much", (replace(DRAW, topics=("stars",)), Slot(question="T99")), minimum=3),
        Section("b", "Nothing", ()),
    )
    slug = building.add_quiz(ann, small, replace(NEW, sections=sections), START).slug
    with pytest.raises(building.NotPublishable) as refusal:
        building.publish_quiz(ann, small, slug, 1, START)
    assert [fault.sentence for fault in refusal.value.faults] == [
        "“Much” needs 3 points but has two questions, a point each.",
        "The course has no topic “stars” any more; choose another.",
        "“Nothing” has no questions yet.",
        "Question T99, which it always asks, is not in use.",
    ]
    assert slug not in published()


def test_a_copy_says_the_same_under_a_title_and_an_address_of_its_own(small, ann):
    first = building.copy_quiz(ann, small, "practice", 1, START)
    assert (first, building.copy_quiz(ann, small, "practice", 1, START).slug) == (
        building.SavedQuiz("copy-of-practice", 1, is_new=True),
        "copy-of-practice-2",
    )
    made = authored_quiz(small, first.slug, START)
    original = replace(practice(small), id=first.slug, title="Copy of Practice")
    assert (made.built.quiz, made.published, made.origin) == (original, None, "site")
    with pytest.raises(building.QuizVersionNotFound):
        building.copy_quiz(ann, small, "practice", 9, START)


def test_a_quiz_that_draws_more_than_there_is_says_how_many_there_are(small, ann):
    whole = replace(NEW, sections=(Section("a", "Effects", (DRAW,) * 40),))
    slug = building.add_quiz(ann, small, whole, START).slug
    with pytest.raises(building.NotPublishable, match="This quiz draws 40 questions on effects, but only"):
        building.publish_quiz(ann, small, slug, 1, START)


def test_a_draft_question_is_no_question_to_publish_with(small, ann):
    code = authoring.add_question(ann, small, DRAFT, START).code
    slug = building.add_quiz(
        ann, small, replace(NEW, sections=(Section("a", "One", (Slot(question=code),)),)), START
    ).slug
    with pytest.raises(building.NotPublishable, match=f"Question {code}, which it always asks, is not in use."):
        building.publish_quiz(ann, small, slug, 1, START)
    authoring.set_state(ann, small, code, "approved", START)
    building.publish_quiz(ann, small, slug, 1, START)


def test_a_second_save_on_an_older_version_is_refused(small, ann):
    building.save_quiz(ann, small, "practice", 1, practice(small, title="Mine"), START)
    with pytest.raises(building.QuizEditedMeanwhile):
        building.save_quiz(ann, small, "practice", 1, practice(small, title="Theirs"), START)
    assert [one.number for one in authored_quiz(small, "practice", START).versions] == [1, 2]


def test_a_trial_runs_on_the_saved_version_and_is_counted_nowhere(small, ann, time):
    building.save_quiz(ann, small, "sitting", 1, replace(small.quizzes["sitting"].quiz, title="Saved"), START)
    first = previewing.preview_quiz(ann, small, "sitting", 2, time.time, 1)
    assert attempt_page(first, ann, time.time).quiz.title == "Saved"
    attempting.submit(first, ann, time.time)
    for seed in range(4):
        previewing.preview_quiz(ann, small, "sitting", 2, time.time, seed)
    kinds = rows(select(Enrolment.kind).where(Enrolment.person_id == ann).distinct())
    active = rows(select(Enrolment.cycle).where(Enrolment.person_id == ann, Enrolment.ended_at.is_(None)))
    assert (kinds, active, len(rows(select(Attempt.id)))) == ([("preview",)], [(5,)], 5)


def test_who_tried_a_quiz_can_learn_the_course_afterwards(small, ann, time):
    for seed in (1, 2):
        trial = previewing.preview_quiz(ann, small, "sitting", 1, time.time, seed)
    assert (attempt_page(trial, ann, time.time).is_trial, learner_home(ann, time.time).courses) == (True, ())
    own = enrolling.enrol_oneself(ann, "small-course", time.time)
    assert enrolling.enrol_oneself(ann, "small-course", time.time) == own
    found = rows(select(Enrolment.id, Enrolment.kind, Enrolment.cycle).where(Enrolment.ended_at.is_(None)))
    assert (own, "learner", 3) in found
    assert [one.outline.course.id for one in learner_home(ann, time.time).courses] == ["small-course"]


def test_whoever_learns_the_course_takes_the_quiz_as_a_learner(small, time):
    with pytest.raises(previewing.LearnsTheCourse):
        previewing.preview_quiz(person_named("learner").id, small, "practice", 1, time.time, 1)


def test_a_quiz_or_version_that_is_not_there_is_not_found(small, ann):
    for slug, number in (("nothing", 1), ("practice", 9), ("doors", 1)):
        with pytest.raises(building.QuizVersionNotFound):
            building.publish_quiz(ann, small, slug, number, START)


def test_a_quiz_whose_fixed_question_the_text_dropped_is_closed_until_it_is_mended(small, ann, time):
    fixed = replace(NEW, sections=(Section("a", "One", (Slot(question="T01"),)),))
    slug = building.add_quiz(ann, small, fixed, START).slug
    building.publish_quiz(ann, small, slug, 1, START)
    with transaction() as session:
        session.execute(update(QuestionRow).where(QuestionRow.code == "T01").values(state="retired"))
    with pytest.raises(QuizNotOpen):
        attempting.start_attempt(person_named("learner").id, "small-course", slug, time.time, 1)


def site_quiz(ann, small, **changes):
    """The address of a published quiz of the site."""
    slug = building.add_quiz(ann, small, replace(NEW, **changes), START).slug
    building.publish_quiz(ann, small, slug, 1, START)
    return slug


def test_an_unpublished_quiz_is_not_begun_and_what_was_begun_is_finished(small, ann, time):
    slug = site_quiz(ann, small, required=True, attempts=None)
    learner = person_named("learner").id
    attempt = attempting.start_attempt(learner, "small-course", slug, time.time, 1)
    building.unpublish_quiz(ann, small, slug, "A draw was wrong", START)
    assert slug not in published()
    assert attempting.start_attempt(learner, "small-course", slug, time.time, 2) == attempt
    with pytest.raises(QuizNotOpen):
        attempting.start_attempt(person_named("classmate").id, "small-course", slug, time.time, 1)
    page = start_page(learner, "small-course", slug, time.time)
    assert (page.title, page.open_attempt, page.refusal) == (NEW.title, attempt, "")
    attempting.submit(attempt, learner, time.time)
    with pytest.raises(QuizNotOpen):
        attempting.start_attempt(learner, "small-course", slug, time.time, 3)
    (home,) = learner_home(learner, time.time).courses
    assert [(one.slug, one.best, one.running) for one in home.closed] == [(slug, "0 of 2", "")]
    assert start_page(learner, "small-course", slug, time.time).refusal.startswith("This quiz is not open")
    assert start_page(person_named("classmate").id, "small-course", slug, time.time) is None
    assert rows(select(AuditEntry.verb, AuditEntry.reason).order_by(AuditEntry.id.desc()).limit(1)) == [
        ("quiz unpublished", f"{slug}: A draw was wrong")
    ]


def test_an_unpublished_quiz_stays_so_when_the_text_is_published_and_can_be_published_again(small, ann):
    slug = site_quiz(ann, small)
    building.unpublish_quiz(ann, small, slug, "Not yet", START)
    publish_folder(COURSES / "small")
    assert slug not in published()
    assert [one.published for one in quiz_entries(newest_outline("small-course")) if one.slug == slug] == [None]
    building.publish_quiz(ann, small, slug, 1, START)
    assert slug in published()


def test_unpublishing_what_is_not_published_changes_nothing(small, ann):
    slug = building.add_quiz(ann, small, NEW, START).slug
    before = len(rows(select(CourseVersion.id)))
    building.unpublish_quiz(ann, small, slug, "Twice", START)
    assert len(rows(select(CourseVersion.id))) == before


def test_a_quiz_of_the_text_is_taken_away_in_the_text_alone(small, ann):
    with pytest.raises(building.QuizOfTheText, match="comes from the course’s text"):
        building.unpublish_quiz(ann, small, "practice", "Away", START)
    assert "practice" in published()


def test_what_publishing_means_for_learners_is_said_with_their_number(small, ann, time):
    new = building.add_quiz(ann, small, replace(NEW, required=True), START).slug
    assert "2 learners have to pass it from then on" in authored_quiz(small, new, START).consequence
    building.publish_quiz(ann, small, new, 1, START)
    attempt("practice", 1, START, score=4, passed=True)
    building.save_quiz(ann, small, "practice", 1, practice(small, required=False), START)
    assert "not needed to complete the course any more" in authored_quiz(small, "practice", START, 2).consequence
    building.publish_quiz(ann, small, "practice", 2, START)
    after = newest_outline("small-course")
    assert "1 learner has to pass it from then on" in authored_quiz(after, "practice", START, 1).consequence
