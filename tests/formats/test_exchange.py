"""What goes out comes in again as the same, in every format that is written."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.images import images_of, reference
from course_app.domain.question_faults import difficulties_of
from course_app.domain.questions import Option, Question
from course_app.formats.aiken import parse_aiken, write_aiken
from course_app.formats.exchange import NAMED, written
from course_app.formats.foreign_markup import canonical, words_of
from course_app.formats.gift import parse_gift
from course_app.formats.gift_writing import write_gift
from course_app.formats.moodle_xml import parse_moodle_xml
from course_app.formats.moodle_xml_writing import write_moodle_xml
from course_app.formats.question_csv import parse_question_csv, write_question_csv
from course_app.formats.question_text import parse_question_text, write_questions
from tests.formats.pictures import a_picture
from tests.formats.strange_questions import LINE, strange_questions

SOME = settings(max_examples=40)


def spelled(question):
    """The question with every text in the spelling that comes back from HTML; it shows the same."""
    options = tuple(
        replace(one, text=canonical(one.text, inline=True), rationale=canonical(one.rationale))
        for one in question.options
    )
    return replace(question, stem=canonical(question.stem), options=options)


def read(intake):
    """All that was taken, where nothing else is to be said."""
    assert (intake.rejected, intake.problems) == ((), ())
    assert intake.found == len(intake.taken)
    assert [note for one in intake.taken for note in one.notes] == []
    return [one.question for one in intake.taken]


def well_formed(question):
    return difficulties_of(question) == []


CUP, KETTLE = (a_picture(colour) for colour in ("teal", "red"))
PICTURES = {one.hash: one for one in (CUP, KETTLE)}
ALTERNATIVES = st.sampled_from(["A cup", "*Three* _stars_ & <two> “lines”", "الغلاية"])


@st.composite
def with_images(draw, question):
    """The question with images in some of its texts; a self-check and a statement show none in their options."""
    if question.pool == "self-check":
        return question

    def shown(text, between):
        image = reference(draw(st.sampled_from([CUP, KETTLE])).name, draw(ALTERNATIVES))
        return draw(st.sampled_from([text, f"{text}{between}{image}", f"{image} *so* {text}"]))

    options = tuple(
        replace(
            one,
            text=one.text if question.type == "true-false" else shown(one.text, "\n"),
            rationale=shown(one.rationale, "\n\n"),
        )
        for one in question.options
    )
    return replace(question, stem=shown(question.stem, "\n\n"), options=options)


GRADABLE = strange_questions().flatmap(with_images).filter(well_formed)
PLAIN = strange_questions(LINE, LINE, kinds=("single", "true-false")).filter(well_formed)
SEVERAL = st.lists(GRADABLE, min_size=1, max_size=2).map(
    lambda questions: [replace(question, id=f"{question.id}-{n}") for n, question in enumerate(questions)]
)


@SOME
@given(SEVERAL)
def test_csv_carries_everything(questions):
    text, losses = write_question_csv(questions)
    assert read(parse_question_csv(text, "q.csv")) == questions
    assert losses == []
    named = [NAMED in loss for loss in written("csv", questions, PICTURES)[1]]
    assert named == [True] * any(map(images_of, questions))


@SOME
@given(SEVERAL, st.booleans())
def test_question_text_carries_everything_and_what_a_draft_lacks(questions, lacks):
    if lacks:
        options = [tuple(replace(option, rationale="") for option in one.options) for one in questions]
        blank = {"topic": "", "level": "", "difficulty": "", "pool": "", "claims": (), "references": (), "lesson": ""}
        questions = [replace(one, options=its, **blank) for one, its in zip(questions, options, strict=True)]
    assert read(parse_question_text(write_questions(questions), "q.md")) == questions


@SOME
@given(SEVERAL)
def test_moodle_xml_carries_everything_but_the_spelling_of_emphasis(questions):
    expected = [spelled(question) for question in questions]
    text, losses = written("moodle", questions, PICTURES)
    intake = parse_moodle_xml(text, "q.xml")
    assert read(intake) == expected
    assert [{one.hash: one for one in item.pictures}.keys() for item in intake.taken] == list(map(images_of, questions))
    assert all(PICTURES[one.hash] == one for item in intake.taken for one in item.pictures)
    assert not any(NAMED in loss for loss in losses)


@SOME
@given(SEVERAL)
def test_gift_carries_everything_but_reasons_of_orderings(questions):
    expected = [spelled(question) for question in questions]
    text, losses = write_gift(questions)
    assert read(parse_gift(text, "q.gift")) == [without_reasons_of_orderings(question) for question in expected]
    assert any("no reasons" in loss for loss in losses) == any(one.type == "ordering" for one in questions)


def without_reasons_of_orderings(question):
    if question.type != "ordering":
        return question
    return replace(question, options=tuple(replace(option, rationale="") for option in question.options))


@SOME
@given(
    st.lists(strange_questions(LINE, LINE, kinds=("single", "true-false")).filter(well_formed), min_size=1, max_size=2)
)
def test_aiken_carries_plain_words_options_and_the_key(questions):
    text, losses = write_aiken(questions)
    left_out = [loss for loss in losses if "left out." in loss and "line ends" not in loss]
    if left_out or any("statement" in loss for loss in losses):
        return
    found = read(parse_aiken(text, "q.txt"))
    assert [facts(question) for question in found] == [facts(question) for question in questions]


def facts(question):
    options = [(words_of(option.text), option.is_key) for option in question.options]
    return words_of(question.stem), question.type, options


@pytest.mark.parametrize("write", [write_gift, write_moodle_xml, write_question_csv, write_aiken])
def test_no_questions_are_an_empty_file_and_no_loss(write):
    assert write([])[1] == []


BELL = "\x07"


@pytest.mark.parametrize(
    ("write", "parse"),
    [
        (write_gift, parse_gift),
        (write_moodle_xml, parse_moodle_xml),
        (write_question_csv, parse_question_csv),
        (write_aiken, parse_aiken),
    ],
)
def test_signs_that_cannot_be_printed_are_told_and_replaced(write, parse, a_question):
    text, losses = write([replace(a_question, stem=f"Ring{BELL}?")])
    assert losses[0] == "Signs that cannot be printed stand as the sign for “unknown”. Concerned: S01."
    assert [one.question.stem for one in parse(text, "q").taken] == ["Ring\ufffd?"]


@pytest.fixture
def a_question():
    options = (Option("a", "6 hours", "Shorter."), Option("b", "72 hours", "Correct.", is_key=True))
    return Question("S01", "How long?", options, "side-effects", "remember", "easy", "quiz", ("C46",))
