"""What a question stood on when it was approved: kept by what approves, taken from the text's reviews."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from course_app.domain.reviews import approve, groundwork_of
from course_app.extensions import db
from course_app.formats.course_folder import parse_folder
from course_app.formats.reviews_yaml import write_reviews
from course_app.gateways.folders import read_course_folder
from course_app.models import Question
from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.queries.grounds import stale_counts
from course_app.services import authoring, publishing
from course_app.services.transaction import transaction
from tests.conftest import COURSES, START, person_named

WHISTLED = ("one/second-steps.md", "one kettle in ten whistled", "one kettle in nine whistled")


@pytest.fixture
def ann(app):
    return person_named("instructor").id


def files_with(*changes):
    files = read_course_folder(COURSES / "small")
    for path, old, new in changes:
        assert old.encode() in files[path]
        files[path] = files[path].replace(old.encode(), new.encode())
    return files


def publish(*changes, reviews=()):
    """Publish the small course with changes in its words, and with reviews."""
    files = files_with(*changes)
    if reviews:
        files["reviews.yaml"] = write_reviews(reviews).encode()
    text, problems = parse_folder(files)
    assert problems == []
    return publishing.publish(text, START)


def reviews_of(*changes, only="E01"):
    """The review of a question that was approved when the course's text had these changes."""
    course = parse_folder(files_with(*changes))[0]
    return [approve(course.questions[only], course.groundwork, "A reader", "2026-11-20")]


def stale(code):
    return [str(one) for one in authored_question(newest_outline("small-course"), code).stale]


def test_the_texts_review_says_on_what_a_question_stood(app):
    publish(reviews=reviews_of(WHISTLED))
    assert stale("E01") == []
    publish(WHISTLED, reviews=reviews_of())
    assert (stale("E01"), stale("E02")) == (["passage kettles-whistle has other words"],) * 2
    publish(WHISTLED, reviews=reviews_of(WHISTLED))
    one = authored_question(newest_outline("small-course"), "E01")
    assert (one.stale, one.looked_at.date().isoformat()) == ((), "2026-11-20")
    assert stale("E02") == ["passage kettles-whistle has other words"]


def test_a_question_that_comes_in_with_a_stale_review_is_stale_at_once(app):
    new = ("questions/tea.md", "## E01", "## E09")
    publish(new, WHISTLED, reviews=reviews_of(new, only="E09"))
    assert stale("E09") == ["passage kettles-whistle has other words"]


def test_a_review_of_other_words_says_nothing(app):
    other = ("questions/tea.md", "Which answer is right in E01?", "Which answer to E01 is right?")
    publish(other, WHISTLED, reviews=reviews_of())
    assert stale("E01") == []
    assert stale("E02") == ["passage kettles-whistle has other words"]


def test_a_publication_with_reviews_alone_makes_no_version_of_anything(app):
    before = publish(WHISTLED)
    after = publish(WHISTLED, reviews=reviews_of(WHISTLED))
    assert (after.is_new, after.version, after.questions.changed) == (False, before.version, 0)
    assert stale("E01") == []


def test_a_change_elsewhere_in_the_lesson_makes_neither_a_question_of_the_text_nor_of_the_site_stale(ann):
    outline = newest_outline("small-course")
    mine = replace(authored_question(outline, "E01").question, stem="Mine?")
    code = authoring.add_question(ann, outline, mine, START).code
    publish(("one/second-steps.md", "See [the first", "Go on to [the first"))
    assert (stale("E01"), stale(code), stale_counts([newest_outline("small-course")])) == (
        [],
        [],
        {outline.course_id: 0},
    )
    publish(WHISTLED)
    words = ["passage kettles-whistle has other words"]
    assert (stale("E01"), stale(code)) == (words, words)
    assert stale_counts([newest_outline("small-course")]) == {outline.course_id: 5}


def test_putting_a_stale_draft_into_use_approves_it_and_taking_it_back_does_not(ann):
    outline = newest_outline("small-course")
    authoring.set_state(ann, outline, "E01", "draft", START)
    publish(WHISTLED)
    assert stale("E01") != []
    authoring.set_state(ann, newest_outline("small-course"), "E01", "approved", START)
    assert stale("E01") == []
    publish()
    authoring.set_state(ann, newest_outline("small-course"), "E01", "draft", START)
    assert stale("E01") != []


def test_of_a_question_of_an_older_database_nothing_is_known_until_the_next_publication(app):
    with transaction() as session:
        session.execute(update(Question).values(grounds=None))
    publish(WHISTLED)
    assert stale("E01") == []
    assert stale_counts([newest_outline("small-course")]).popitem()[1] == 0
    publish()
    assert stale("E01") == ["passage kettles-whistle has other words"]


def test_what_is_kept_are_ids_and_digests_and_no_words(app):
    with db.engines["read"].connect() as connection:
        kept = connection.execute(select(Question.grounds).where(Question.code == "E01")).scalars().all()
    course = parse_folder(read_course_folder(COURSES / "small"))[0]
    work = groundwork_of(course.claims.values(), [one for lesson in course.lessons.values() for one in lesson.passages])
    assert kept == [
        {
            "claims": {one: work.claims[one] for one in ("B1", "C1")},
            "passages": {one: work.passages[one] for one in ("kettles-whistle", "tea-is-warm")},
        }
    ]
