"""Changing many questions at once: each by itself, with its own entry, and nothing half done. On both databases."""

import pytest
from sqlalchemy import func, select

from course_app.domain.bank_changes import plan
from course_app.domain.reviewing import Actor
from course_app.extensions import db
from course_app.models import AuditEntry
from course_app.queries.authored_questions import authored_question
from course_app.queries.bank import Filters, bank_page, fitting_codes
from course_app.queries.bank_choice import chosen_questions, questions_in_use
from course_app.services import authoring, tending
from course_app.services.indexing import count_answers, judge_waiting
from tests.acts import SMALL, handed_in
from tests.conftest import START, person_named
from tests.stage import Stage
from tests.teaching_acts import DRAFT


@pytest.fixture
def drafts(small, ann):
    return [authoring.add_question(ann, small, DRAFT, START).code for _ in range(3)]


def entries(verb):
    with db.engines["read"].connect() as connection:
        return connection.scalar(select(func.count()).where(AuditEntry.verb == verb))


def codes(small, **filters):
    return [line.code for line in bank_page(small, Filters(**filters)).lines]


def test_a_tag_is_a_new_version_of_each_and_is_found(small, ann, drafts):
    assert tending.change_questions(ann, small, "tag", "Ŵinter 24", drafts, START) == (3, [])
    assert tending.change_questions(ann, small, "tag", "Ŵinter 24", drafts, START) == (0, [])
    assert (entries("question edited"), codes(small, words="winter")) == (3, drafts)
    tending.change_questions(ann, small, "untag", "Ŵinter 24", drafts[:1], START)
    assert codes(small, words="WINTER 24") == drafts[1:]


def test_what_a_quiz_needs_stays_and_is_named_and_the_others_go(small, ann):
    chosen = chosen_questions(small, ["M01", "T02", "nothing"])
    quizzes = [card.quiz for card in small.quizzes.values()]
    said = plan("retire", "", chosen, Actor(ann, may_edit=True), quizzes, questions_in_use(small.course_id))
    assert (said.changed, [codes for codes in said.refused.values()]) == (("T02",), [("M01",)])
    changed, left = tending.change_questions(ann, small, "retire", "", ["M01", "T02"], START)
    assert (changed, [code for code, _why in left]) == (1, ["M01"])
    assert left[0][1].startswith("Nothing was changed, since the quiz “Practice” could not be asked any more")
    assert codes(small, state="retired") == ["T02"]
    assert entries("question state changed") == 1


def test_the_plan_says_what_then_happens(small, ann, drafts):
    authoring.set_state(ann, small, drafts[0], "approved", START)
    chosen = chosen_questions(small, drafts)
    said = plan("approve", "", chosen, Actor(ann, may_edit=True), [], {})
    assert (said.changed, said.already) == (tuple(drafts[1:]), (drafts[0],))
    assert tending.change_questions(ann, small, "approve", "", said.possible, START) == (2, [])
    assert [authored_question(small, code).state for code in drafts] == ["approved"] * 3


def test_every_filter_finds_its_questions_and_a_page_goes_on_where_the_last_one_ended(small, ann, drafts):
    whole = bank_page(small, Filters())
    assert (whole.found, whole.whole, whole.lines[0].code) == (whole.whole, len(whole.lines), "E01")
    assert codes(small, state="draft", topic="brewing", level="apply", pool="quiz", origin="site") == drafts
    assert codes(small, state="draft", claim="C2") == []
    assert codes(small, state="draft", claim="C1", words="whistles kettle") == drafts
    assert set(drafts).isdisjoint(codes(small, quiz="practice"))
    assert "M01" in codes(small, quiz="practice")
    assert fitting_codes(small, Filters(state="draft"), most=2) == drafts
    assert codes(small, state="stale") == []
    assert bank_page(small, Filters(state="draft"), drafts[1]).lines[0].code == drafts[2]


def test_the_worker_judges_what_was_published_and_counts_what_learners_answered(app, small, time):
    assert judge_waiting(START) == bank_page(small, Filters()).whole + 1  # the closed course has one
    assert judge_waiting(START) == 0
    unjudged = codes(small, facility="unknown")
    handed_in("practice", SMALL, right=1.0)(Stage("small", app, START), person_named("learner").id)
    assert count_answers(START) > 0
    counted = [line for line in bank_page(small, Filters(facility="easy")).lines]
    assert [(line.facility, line.answers) for line in counted] == [(1.0, 1)] * len(counted) != []
    assert sorted(codes(small, facility="unknown") + [line.code for line in counted]) == unjudged
