"""What the search of a course holds, for whom, and where each result leads."""

import pytest
from sqlalchemy import update

from course_app.models import Enrolment
from course_app.queries.search import FIRST, PAGE, search_page
from course_app.services.transaction import transaction
from course_app.settings import lessons_folder
from tests.conftest import START, enrolment_of, person_named, publish_folder

FOUNDATION = "foundation-dry-needling"


def found(query, person="", course="small-course"):
    page = search_page(course, person_named(person).id if person else None, query)
    return [(group.name, hit.lesson and hit.lesson.slug, hit.anchor) for group in page.groups for hit in group.hits]


def words(runs):
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in runs)


FIRST_STEPS, SECOND_STEPS = ("lessons", "first-steps"), ("lessons", "second-steps")


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("1.1", [(*FIRST_STEPS, "top")]),
        ("warm trials", [(*FIRST_STEPS, "tea-is-warm"), ("sources", None, "source-ref-1")]),
        ("warmth", [(*FIRST_STEPS, "warmth")]),
        ("calm", [(*FIRST_STEPS, "tea-may-calm")]),
        ("some say", [(*FIRST_STEPS, "p-3")]),
        ("it is made", [(*FIRST_STEPS, "p-2")]),
        ("whistled survey", [(*SECOND_STEPS, "kettles-whistle"), ("sources", None, "source-steam-2020")]),
        ("vessel", [("glossary", None, "term-kettle")]),
        ("count whistling", [(*SECOND_STEPS, "top")]),
        ("anna leaf", [("sources", None, "source-ref-1")]),
        ("journal of tea", [("sources", None, "source-ref-1")]),
        ("steem 2020", [("sources", None, "source-steam-2020")]),
    ],
)
def test_each_result_leads_to_its_place(app, query, places):
    assert found(query, "learner") == places


def test_only_who_learns_the_course_finds_what_is_not_open_to_everybody(app):
    closed = ("lessons", "second-steps", "kettles-whistle")
    assert closed in found("whistled", "learner")
    for name in ("", "outsider", "instructor", "reviewer", "admin"):
        assert found("whistled", name) == [("sources", None, "source-steam-2020")]


def test_an_enrolment_that_has_ended_finds_no_more_than_a_visitor(app):
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.id == enrolment_of("learner")).values(ended_at=START))
    assert found("whistled", "learner") == found("whistled")


def test_no_word_of_a_closed_lesson_is_taken_or_suggested_for_a_mistyped_one(app):
    page = search_page("closed-course", None, "behimd")
    assert (page.found.sought, page.found.suggestions, page.found.unknown) == ((), (), ("behimd",))
    inside = search_page("closed-course", person_named("outsider").id, "behimd")
    assert [word.read_as for word in inside.found.sought] == ["Behind"]


def test_a_planned_lesson_is_not_searched(app):
    assert search_page("small-course", person_named("learner").id, "third").count == 0


def test_an_unknown_course_has_no_search(app):
    assert search_page("no-such-course", None, "tea") is None


def test_results_say_what_fits(app):
    (lessons, sources) = search_page("small-course", None, "warm trials").groups
    assert [(words(hit.title), words(hit.text)) for hit in (*lessons.hits, *sources.hits)] == [
        ("[Warmth]", "Tea is [warm], as [trials] found. It is made in a kettle."),
        ("1 Leaf 2015", "A review of tea. Tea was [warm] in all [trials]. Anna Leaf. Journal of Tea."),
    ]


@pytest.fixture
def foundation(app):
    """The real course, in which some results are many."""
    publish_folder(lessons_folder() / FOUNDATION)


@pytest.mark.usefixtures("foundation")
def test_of_each_kind_the_first_stand_together_and_one_kind_is_paged_by_key():
    page = search_page(FOUNDATION, None, "needle")
    sources = next(group for group in page.groups if group.name == "sources")
    assert (len(sources.hits), sources.following) == (FIRST, sources.hits[-1].key)
    keys, after = [], ""
    while True:
        (group,) = search_page(FOUNDATION, None, "needle", "sources", after).groups
        keys += [hit.key for hit in group.hits]
        after = group.following
        if not after:
            break
        assert len(group.hits) == PAGE
    assert len(keys) == len(set(keys)) == sources.count > PAGE
    assert keys[:FIRST] == [hit.key for hit in sources.hits]


def test_a_key_that_is_not_there_begins_at_the_beginning(app):
    page = search_page("small-course", None, "tea", "lessons", "no-such-key")
    assert page.groups == search_page("small-course", None, "tea", "lessons").groups


def test_an_unknown_kind_means_all(app):
    assert search_page("small-course", None, "tea", "quizzes") == search_page("small-course", None, "tea")
