"""Moodle XML as Moodle writes it, read."""

from base64 import b64encode

import pytest

from course_app.domain.images import SILENT
from course_app.domain.question_types.ordering import ADJACENT_PAIRS
from course_app.formats.moodle_xml import parse_moodle_xml
from course_app.formats.picture_file import UNKNOWN
from tests.formats.intakes import one, options, refusal, rejections, told_of
from tests.formats.pictures import a_file, a_picture
from tests.formats.samples import MOODLE, MOODLE_ITEMS, MOODLE_TAKEN

TWO = "<answer fraction='100'><text>a</text></answer><answer fraction='0'><text>b</text></answer>"


def quiz(inner, kind="multichoice", stem="<text>Which?</text>"):
    """A file with one question, on line 2."""
    return f"<quiz>\n<question type='{kind}'><questiontext>{stem}</questiontext>{inner}</question></quiz>"


def test_a_file_of_moodle_is_taken_or_rejected_item_by_item():
    intake = parse_moodle_xml(MOODLE, "m.xml")
    assert (intake.found, len(intake.taken)) == (MOODLE_ITEMS, MOODLE_TAKEN)
    assert [(item.line, item.label, problem.message) for item in intake.rejected for problem in item.problems] == [
        (51, "With an image", UNKNOWN),
        (58, "A list", "A text holds a list; a question here cannot show it."),
        (64, "Essay", "It is an essay; the platform has no such questions."),
        (65, "Gaps", "It is a text with gaps (cloze); the platform has no such questions."),
    ]


def test_everything_that_an_item_says_finds_its_place():
    first, consent, flare, order = parse_moodle_xml(MOODLE, "m.xml").taken
    assert (first.number, first.line, first.label, first.source_id) == (1, 9, "Soreness 1", "M-01")
    question = first.question
    assert told_of(question) == ("M-01", "side-effects", "apply", ("week two",))
    assert question.stem == "How long can it *last*?"
    assert options(question) == [("72 hours", "Right.\n\nSee table 2.", True), ("6 hours", "", False)]
    assert first.notes == (
        "Colours, fonts and sizes are not kept.",
        "The feedback for right, partly right and wrong answers as a whole is not kept.",
        "The feedback for the whole question now ends the reason of the right option.",
    )
    assert (consent.question.stem, consent.question.fixed_order) == ("What belongs to consent & why * ?", True)
    assert consent.notes == (
        "The marks of its parts are not kept: here it is all or nothing.",
        "It is worth 2 points there; every question here is worth one.",
    )
    assert options(flare.question) == [("True", "No.", False), ("False", "Right.", True)]
    assert (order.question.stem, order.question.credit) == ("Put **soreness** in order.", "")


@pytest.mark.parametrize(
    ("marks", "credit"),
    [("1", ADJACENT_PAIRS), ("RELATIVE_NEXT_EXCLUDE_LAST", ADJACENT_PAIRS), ("-1", ""), ("ALL_OR_NOTHING", "")],
)
def test_the_marks_of_an_ordering_that_are_ours_too_are_kept(marks, credit):
    lines = "".join(f"<answer><text>{word}</text></answer>" for word in "abc")
    (item,) = parse_moodle_xml(quiz(f"<gradingtype>{marks}</gradingtype>{lines}", "ordering"), "m.xml").taken
    assert (item.question.type, item.question.credit, item.notes) == ("ordering", credit, ())


def test_all_or_nothing_is_a_type_of_its_own_in_moodle():
    question = one(parse_moodle_xml(quiz(TWO, "multichoiceset"), "m.xml"))
    assert (question.type, question.credit, [option.is_key for option in question.options]) == (
        "multiple",
        "",
        [True, False],
    )


def test_markup_that_stands_as_elements_is_read_as_that_in_text():
    stem = "<text>How <b>long</b> &lt; 3<p>x</p></text>"
    assert one(parse_moodle_xml(quiz(TWO, stem=stem), "m.xml")).stem == "How **long** < 3\n\nx"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (quiz("", "ddmarker"), "It is markers on an image; the platform has no such questions."),
        (quiz("", "stack"), "It is of the type “stack”; the platform has no such questions."),
        (quiz(TWO.replace("100", "ten")), "The fraction of one of its answers is no number."),
        (quiz(TWO.replace("100", "50")), "Mark the right option: none is marked."),
        (
            quiz("<image>a.png</image>" + TWO),
            "It comes with an image in a way that Moodle has given up. Export it from a newer Moodle.",
        ),
        (
            quiz(TWO.replace("<answer ", "<answer format='wiki' ", 1)),
            "One of its texts is in the format “wiki”, which is not read.",
        ),
        (quiz(TWO, stem=f"<text>{'x' * 10_001}</text>"), "One of its texts is longer than 10,000 characters."),
        (quiz(TWO, "truefalse"), "Its answers are not true and false."),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line(text, reason):
    assert rejections(parse_moodle_xml(text, "m.xml")) == [(2, reason)]


def test_other_xml_is_no_moodle_xml():
    expected = "This is not Moodle XML: it begins with <html>, not with <quiz>."
    assert refusal(parse_moodle_xml("<html/>", "m.xml")) == expected
    assert refusal(parse_moodle_xml("<quiz/>", "m.xml")) == "The file holds no question."


def test_images_come_from_the_file_of_their_own_text_and_need_an_alternative():
    def text(name, alternative, colour):
        data = b64encode(a_file(colour)).decode()
        shown = f"<![CDATA[Which? <img src='@@PLUGINFILE@@/my%20{name}?x=1' alt='{alternative}' class='c'>]]>"
        return f"<text>{shown}</text><file name='my {name}' path='/' encoding='base64'>{data}</file>"

    red, teal = a_picture("red"), a_picture("teal")
    feedback = f"<answer fraction='100'><text>a</text><feedback>{text('c.png', 'A pot', 'red')}</feedback></answer>"
    (item,) = parse_moodle_xml(quiz(f"{feedback}{TWO[-46:]}", stem=text("c.png", "A cup", "teal")), "m.xml").taken
    assert item.question.stem == f"Which? ![A cup](image:{teal.name})"
    assert item.question.options[0].rationale == f"Which? ![A pot](image:{red.name})"
    assert item.pictures == (teal, red)
    silent = parse_moodle_xml(quiz(TWO, stem=text("c.png", "", "teal")), "m.xml")
    assert rejections(silent) == [(2, SILENT)]
