"""Whatever stands in a text that is edited, saving it can be told: nothing raised, every fault on a line of it."""

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.question_faults import difficulties_of
from course_app.domain.text_edits import Opened, Shelf, planned
from course_app.formats.question_text import write_questions
from course_app.queries.question_texts import read_text
from tests.formats.strange_questions import strange_questions
from tests.fuzz.parsers import FORMATS, TEXT, mutated

SIGNS = FORMATS["text"][2]
WELL_FORMED = strange_questions().filter(lambda one: not difficulties_of(one))


def shelf_of(*questions):
    """The questions as they are when their text is opened and nobody saves anything."""
    opened = {}
    for one in questions:
        (written,) = read_text(write_questions([one])).written
        letters = frozenset(option.letter for option in one.options)
        opened[one.id] = Opened(1, "draft", written.question, one, one, (), one.options, letters)
    topics = {one.topic for one in questions}
    return Shelf(opened, (), topics, {claim for one in questions for claim in one.claims})


@settings(max_examples=30)
@given(st.lists(WELL_FORMED, min_size=1, max_size=4, unique_by=lambda one: one.id))
def test_a_text_that_nobody_touched_changes_nothing(questions):
    found = planned(read_text(write_questions(questions)), shelf_of(*questions))
    assert (found.edits, found.faults, found.left) == ((), (), ())
    assert found.unchanged == tuple(one.id for one in questions)


@settings(max_examples=30)
@given(WELL_FORMED, st.integers(0, 2**32))
def test_every_question_of_a_text_is_told_of_whatever_stands_in_it(question, seed):
    chance, shelf = random.Random(seed), shelf_of(question)
    text = mutated(chance, "text", f"{write_questions([question])}\n{TEXT}".encode(), SIGNS).decode(errors="replace")
    read = read_text(text)
    found = planned(read, shelf)
    assert all(0 <= fault.line <= len(re.split(r"\r?\n|\r", text)) for fault in found.faults)
    told = [*(one.code for one in found.edits), *found.unchanged]
    assert len(told) == len(set(told))
    assert {one.question.id for one in read.written} <= set(told) | _named(found, read)
    assert set(found.left) == shelf.opened.keys() - set(read.codes)


def _named(found, read):
    """Questions of which a fault stands on their own line."""
    lines = {fault.line for fault in found.faults}
    return {one.question.id for one in read.written if one.line in lines}
