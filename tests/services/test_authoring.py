"""Writing questions on the site: versions, permanent letters, origin, and nothing overwritten unseen."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from course_app.domain.questions import Fault, Option
from course_app.domain.quizzes import Slot
from course_app.domain.revisions import Change, Kept
from course_app.extensions import db
from course_app.models import AuditEntry, QuestionVersion
from course_app.models import Question as QuestionRow
from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.queries.drawable import drawable
from course_app.services import authoring
from course_app.services.authoring_use import StillNeeded
from tests.conftest import COURSES, START, publish_folder
from tests.teaching_acts import DRAFT


def found(small, code):
    return authored_question(small, code)


def letters(question):
    return "".join(option.letter for option in question.options)


def acts():
    with db.engines["read"].connect() as connection:
        rows = connection.execute(select(AuditEntry.verb, AuditEntry.reason).order_by(AuditEntry.id)).all()
    return [tuple(row) for row in rows if row.verb.startswith("question")]


def test_a_new_question_is_a_draft_of_the_site_with_a_code_and_letters_of_its_own(small, ann):
    assert authoring.add_question(ann, small, DRAFT, START) == authoring.SavedQuestion("Q1", 1, is_new=True)
    assert authoring.add_question(ann, small, DRAFT, START).code == "Q2"
    one = found(small, "Q1")
    assert (one.origin, one.state, one.number, letters(one.question)) == ("site", "draft", 1, "ab")
    assert [(line.number, line.author) for line in one.versions] == [(1, "Ann Instructor")]


def test_what_cannot_be_graded_or_does_not_fit_the_course_is_refused_at_its_place(small, ann):
    bad = replace(DRAFT, topic="stars", claims=(), options=(*DRAFT.options, Option("", "", "")))
    with pytest.raises(authoring.NotWellFormed) as refusal:
        authoring.add_question(ann, small, bad, START)
    broken = [Fault("option-2", "Option 3 is empty."), Fault("topic", "Choose the topic from the list.")]
    assert refusal.value.faults == broken
    with pytest.raises(authoring.NotWellFormed) as refusal:
        authoring.edit_question(ann, small, "T02", 1, bad, START)
    assert refusal.value.faults == [
        broken[0],
        Fault("reason-2", "Option 3 has no reason why it is right or wrong.", is_lacking=True),
        broken[1],
        Fault("claims", "Choose the claim it tests, by a sentence of the lessons that teaches it.", is_lacking=True),
    ]


def test_a_draft_may_lack_what_is_added_before_anybody_is_asked_it(small, ann):
    bare = replace(DRAFT, topic="", claims=(), options=tuple(replace(one, rationale="") for one in DRAFT.options))
    code = authoring.add_question(ann, small, bare, START).code
    lacking = [fault.place for fault in found(small, code).lacks]
    assert lacking == ["reason-0", "reason-1", "topic", "claims"]
    for state in ("in-review", "approved"):
        with pytest.raises(authoring.NotWellFormed) as refusal:
            authoring.set_state(ann, small, code, state, START)
        assert [fault.place for fault in refusal.value.faults] == lacking
    authoring.edit_question(ann, small, code, 1, DRAFT, START)
    authoring.set_state(ann, small, code, "approved", START)
    with pytest.raises(authoring.NotWellFormed):
        authoring.edit_question(ann, small, code, 2, bare, START)
    assert (found(small, code).state, found(small, code).lacks) == ("approved", ())


def test_the_first_edit_makes_a_question_of_the_text_the_sites_and_publishing_keeps_it(small, ann):
    one = found(small, "T02")
    draft = replace(one.question, stem="Reworded?")
    assert authoring.edit_question(ann, small, "T02", 1, draft, START) == authoring.SavedQuestion("T02", 2, is_new=True)
    assert publish_folder(COURSES / "small").questions.kept == (
        Kept("T02", (Change("Question", "Which answer is right in T02?", "Reworded?"),)),
    )
    after = found(small, "T02")
    assert (after.origin, after.state, after.number, after.question.stem) == ("site", "approved", 2, "Reworded?")
    assert [(change.what, change.before, change.after) for change in after.versions[1].changes] == [
        ("Question", "Which answer is right in T02?", "Reworded?")
    ]
    assert acts() == [("question taken over by the site", "T02"), ("question edited", "T02, version 2")]


def test_the_same_content_changes_nothing(small, ann):
    one = found(small, "T02")
    saved = authoring.edit_question(ann, small, "T02", 1, one.question, START)
    assert saved == authoring.SavedQuestion("T02", 1, is_new=False)
    assert (found(small, "T02").origin, acts()) == ("text", [])


def test_a_corrected_version_keeps_its_letters_and_a_removed_one_is_never_used_again(small, ann):
    one = found(small, "T02").question
    a, b, c, _d = one.options
    fresh = Option("", "A fifth answer", "It is the fifth.")
    authoring.edit_question(ann, small, "T02", 1, replace(one, options=(replace(b, text="Corrected"), a, c)), START)
    assert letters(found(small, "T02").question) == "bac"
    authoring.edit_question(ann, small, "T02", 2, replace(one, options=(a, b, c, fresh)), START)
    assert letters(found(small, "T02").question) == "abce"
    back = replace(one, options=(a, b, c, replace(fresh, letter="d")))
    authoring.edit_question(ann, small, "T02", 3, back, START)
    assert letters(found(small, "T02").question) == "abcf"


def test_letters_that_were_made_up_or_given_twice_are_not_believed(small, ann):
    one = found(small, "T02").question
    a, b, c, d = one.options
    draft = replace(one, options=(a, replace(b, letter="a"), c, replace(d, letter="z")))
    authoring.edit_question(ann, small, "T02", 1, draft, START)
    assert letters(found(small, "T02").question) == "aecf"


def test_going_back_to_an_older_wording_takes_that_version_again(small, ann):
    one = found(small, "T02").question
    authoring.edit_question(ann, small, "T02", 1, replace(one, stem="Other?"), START)
    assert authoring.edit_question(ann, small, "T02", 2, one, START).number == 1
    assert authoring.edit_question(ann, small, "T02", 1, replace(one, stem="Third?"), START).number == 3
    with db.engines["read"].connect() as connection:
        numbers = connection.scalars(
            select(QuestionVersion.number)
            .join(QuestionRow, QuestionRow.id == QuestionVersion.question_id)
            .where(QuestionRow.code == "T02")
            .order_by(QuestionVersion.number)
        ).all()
    assert numbers == [1, 2, 3]


def test_a_second_save_on_an_older_version_is_refused_and_changes_nothing(small, ann):
    one = found(small, "T02").question
    authoring.edit_question(ann, small, "T02", 1, replace(one, stem="Mine?"), START)
    with pytest.raises(authoring.EditedMeanwhile) as refusal:
        authoring.edit_question(ann, small, "T02", 1, replace(one, stem="Theirs?"), START)
    assert refusal.value.number == 2
    assert found(small, "T02").question.stem == "Mine?"


def test_a_question_of_another_course_is_not_found(small, ann):
    with pytest.raises(authoring.QuestionNotFound):
        authoring.set_state(ann, newest_outline("closed-course"), "T02", "retired", START)
    with pytest.raises(authoring.QuestionNotFound):
        authoring.set_state(ann, small, "nothing", "retired", START)


def test_a_draft_is_drawn_once_it_is_in_use_and_a_retired_one_no_more(small, ann):
    authoring.add_question(ann, small, DRAFT, START)
    drawn = []
    for state in ("draft", "approved", "retired"):
        authoring.set_state(ann, small, "Q1", state, START)
        drawn.append("Q1" in attempting_bank(small, ann))
    assert drawn == [False, True, False]


def attempting_bank(small, person):
    with db.session() as session:
        return drawable(session, small.course_id, person, (Slot(),))


def test_what_a_published_quiz_always_asks_cannot_be_retired(small, ann):
    with pytest.raises(StillNeeded) as refusal:
        authoring.set_state(ann, small, "M01", "retired", START)
    assert str(refusal.value) == (
        "Nothing was changed, since the quiz “Practice” could not be asked any more: Question M01, which it always "
        "asks, is not in use. Change the quiz first, or put another question into use."
    )
    assert (found(small, "M01").state, found(small, "M01").origin) == ("approved", "text")


def test_an_edit_that_takes_a_question_too_many_from_a_draw_is_refused(small, ann):
    codes = [code for code, (candidate, _version) in attempting_bank(small, ann).items() if candidate.pool == "final"]
    *spare, second_last = codes[:-1]
    for code in spare:
        authoring.edit_question(ann, small, code, 1, replace(found(small, code).question, pool="self-check"), START)
    last_but_one = replace(found(small, second_last).question, pool="self-check")
    with pytest.raises(StillNeeded, match="the quiz “Final assessment” could not be asked any more"):
        authoring.edit_question(ann, small, second_last, 1, last_but_one, START)
