"""Questions saved from one text: all or none, with their letters, and nobody's version overwritten unseen."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from course_app.extensions import db
from course_app.models import QuestionVersion
from course_app.queries.authored_questions import authored_question
from course_app.queries.question_texts import text_of, text_plan
from course_app.services import authoring
from course_app.services.authoring_text import TextRefused, save_text
from tests.conftest import START

NEW = "## NEW-1\ntopic:\n\nWhich kettle hums?\n\n- [x] This one\n- [ ] That one\n"
CODES = ["T01", "T02", "T03"]


def stored():
    with db.engines["read"].connect() as connection:
        return connection.scalar(select(func.count()).select_from(QuestionVersion))


def letters(small, code):
    return {one.text: one.letter for one in authored_question(small, code).question.options}


def test_the_text_of_questions_changes_nothing_as_it_is(small):
    text, opened = text_of(small, CODES)
    found = text_plan(small, text.replace("\n", "\r\n"), opened)
    assert (found.edits, found.unchanged, found.left, found.faults) == ((), tuple(CODES), (), ())


def test_what_is_confirmed_is_saved_with_its_letters_and_again_changes_nothing(small, ann):
    text, opened = text_of(small, CODES)
    before = letters(small, "T01")
    first = next(iter(before))
    lines = text.replace(first, f"{first} now", 1).split("\n")
    typed = "\n".join([*lines, NEW])
    found = text_plan(small, typed, opened)
    assert [(one.code, one.number) for one in found.edits] == [("T01", opened["T01"]), ("NEW-1", 0)]
    saved = save_text(ann, small, found.edits, START)
    assert [(one.code, one.number) for one in saved] == [("NEW-1", 1), ("T01", opened["T01"] + 1)]
    after = letters(small, "T01")
    assert (after.pop(f"{first} now"), after) == (before.pop(first), before)
    assert authored_question(small, "NEW-1").state == "draft"
    again = text_plan(small, typed, opened)
    assert (again.edits, len(again.faults)) == ((), 1)  # the new one's id is taken now


def test_all_or_none_is_saved_when_somebody_was_before(small, ann):
    text, opened = text_of(small, CODES)
    typed = text.replace("?", ", then?")
    found = text_plan(small, typed, opened)
    theirs = replace(authored_question(small, "T03").question, stem="What did they write?")
    authoring.edit_question(ann, small, "T03", opened["T03"], theirs, START)
    before = stored()
    with pytest.raises(TextRefused, match=r"Nothing was saved\. T03: Somebody saved version"):
        save_text(ann, small, found.edits, START)
    assert stored() == before
    (beside,) = [one for one in text_plan(small, typed, opened).edits if one.theirs]
    assert (beside.code, beside.theirs[0].after, beside.changes[0].before) == ("T03", *["What did they write?"] * 2)
    save_text(ann, small, [beside], START)
    assert authored_question(small, "T03").question.stem == beside.question.stem


def test_a_code_that_was_given_meanwhile_is_refused(small, ann):
    found = text_plan(small, NEW, {})
    save_text(ann, small, found.edits, START)
    with pytest.raises(TextRefused, match="There is a question NEW-1 in the bank already"):
        save_text(ann, small, found.edits, START)
