"""QTI 1.2 as Canvas and text2qti write it, read."""

import pytest
from text2qti import qti as text2qti_format
from text2qti.config import Config
from text2qti.quiz import Quiz

from course_app.formats.qti import parse_qti
from course_app.formats.qti_package import parse_qti_package
from tests.formats.intakes import one, options, refusal, rejections
from tests.formats.samples import QTI, QTI_FOOT, QTI_HEAD, QTI_ITEMS, QTI_TAKEN, qti_item

CHOICE = "multiple_choice_question"
TEXT2QTI = r"""
Quiz title: Soreness

Title: S01
Points: 1
1. How *long* does **soreness** last, if 2 < 3 & 4 \* 5?
... The window is in table 2.
+ Well done
a) 6 hours
... Too short
*b) 72 hours
... See table 2
c) A *whole* week

Title: S02
Points: 2
2. Which belong to consent?

   A second paragraph – ŵith ﻊ and 日本.
[*] Effects
[ ] The price
[*] Harms

3. Flares are usual.
a) True
*b) False

4. Name it.
* dry needling

5. How many?
= 5 +- 1

6. Write.
____

7. Upload.
^^^^

Text title: A text
Text: Read this.

8. With `code`?
*a) yes
b) no

GROUP
pick: 1
points per question: 1

1. Drawn?
*a) yes
b) no
END_GROUP
"""


def test_a_file_of_canvas_is_taken_or_rejected_item_by_item():
    intake = parse_qti(QTI, "q.xml")
    assert (intake.found, len(intake.taken)) == (QTI_ITEMS, QTI_TAKEN)
    single, flare, several, by_shape = [item.question for item in intake.taken]
    assert (single.stem, options(single)) == ("Which **one**?", [("One", "Not this.", False), ("Two", "", True)])
    assert (flare.type, options(flare)) == ("true-false", [("True", "Not this.", True), ("False", "", False)])
    assert (several.type, [option.is_key for option in several.options]) == ("multiple", [True, False, True])
    assert by_shape.type == "single"
    assert [problem.message for item in intake.rejected for problem in item.problems] == [
        "A text holds an image that does not come with the file; a question here cannot show it.",
        "It is an essay; the platform has no such questions.",
        "Mark the right option: none is marked.",
    ]


def test_what_text2qti_writes_is_taken_or_rejected_item_by_item(tmp_path):
    path = tmp_path / "quiz.zip"
    text2qti_format.QTI(Quiz(TEXT2QTI, config=Config())).save(path)
    intake = parse_qti_package(path.read_bytes(), "quiz.zip")
    assert intake.found == 10
    long, consent, flare, drawn = intake.taken
    assert (long.question.id, long.question.stem) == ("S01", "How *long* does **soreness** last, if 2 < 3 & 4 * 5?")
    assert options(long.question) == [
        ("6 hours", "Too short", False),
        ("72 hours", "See table 2\n\nThe window is in table 2.", True),
        ("A *whole* week", "", False),
    ]
    assert long.notes == (
        "The feedback for right and wrong answers as a whole is not kept.",
        "The feedback for the whole question now ends the reason of the right option.",
    )
    assert consent.question.stem == "Which belong to consent?\n\nA second paragraph – ŵith ﻊ and 日本."
    assert options(consent.question) == [("Effects", "", True), ("The price", "", False), ("Harms", "", True)]
    assert consent.notes == ("It is worth 2 points there; every question here is worth one.",)
    assert options(flare.question) == [("True", "", False), ("False", "", True)]
    assert (drawn.question.stem, drawn.question.id) == ("Drawn?", "")
    assert [problem.message.split(";")[0] for item in intake.rejected for problem in item.problems] == [
        "It is a question with a short answer",
        "It is a numerical question",
        "It is an essay",
        "It is a file to be uploaded",
        "It is a text without a question",
        "A text holds code",
    ]
    assert [(problem.level, problem.message) for problem in intake.problems] == [
        ("warning", "Groups from which some questions are drawn are not kept as such; their questions are read.")
    ]


def in_a_file(*items):
    return parse_qti(QTI_HEAD + "".join(items) + QTI_FOOT, "q.xml")


OR = '<or><varequal respident="response1">a0</varequal><varequal respident="response1">a1</varequal></or>'


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (qti_item(CHOICE, right=OR), "Mark one option only: 2 are marked as right."),
        (
            qti_item("multiple_answers_question", right=OR),
            "Several different answers get the full score; here exactly one set of options is right.",
        ),
        (qti_item("matching_question"), "It is a matching question; the platform has no such questions."),
        (qti_item("cc.essay.v0p1"), "It is an essay; the platform has no such questions."),
        (qti_item("likert"), "It is of the type “likert”; the platform has no such questions."),
        (qti_item(CHOICE, ("One", "one")), "Options A and B say the same."),
        (
            qti_item(CHOICE).replace("<presentation>", "<presentation><material><matimage uri='a'/></material>"),
            "It comes with a medium that is not part of its text; only images within texts are read.",
        ),
        (
            qti_item(CHOICE).replace("<render_choice>", "<render_choice><material><mattext>x</mattext></material>"),
            "A text stands between its options, which a question here cannot show.",
        ),
        (
            qti_item(CHOICE).replace("render_choice", "render_hotspot"),
            "Its answer is not chosen from options; the platform has no such questions.",
        ),
        (
            qti_item("").replace("response_lid", "response_str"),
            "Its answer is not chosen from options; the platform has no such questions.",
        ),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_kind(item, reason):
    (found,) = rejections(in_a_file(item))
    assert found[1] == reason


@pytest.mark.parametrize(
    ("profile", "kind"),
    [
        ("cc.multiple_choice.v0p1", "single"),
        ("cc.multiple_response.v0p1", "multiple"),
        ("cc.true_false.v0p1", "single"),
    ],
)
def test_common_cartridge_names_the_same_types_otherwise(profile, kind):
    item = qti_item(profile).replace("question_type", "cc_profile")
    assert one(in_a_file(item)).type == kind


def test_a_fixed_order_and_false_before_true_are_read():
    item = qti_item("true_false_question", ("False", "True"), "a0").replace(
        "<render_choice>", '<render_choice shuffle="No">'
    )
    question = one(in_a_file(item))
    assert (options(question), question.fixed_order) == ([("True", "", False), ("False", "Not this.", True)], False)
    assert one(in_a_file(qti_item(CHOICE).replace("<render_choice>", '<render_choice shuffle="No">'))).fixed_order


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<quiz/>", "This is not QTI 1.2: it begins with <quiz>, not with <questestinterop>."),
        ("<assessmentItem/>", "This is QTI 2; only QTI 1.2 is read. Canvas exports a classic quiz as QTI 1.2."),
        ("<questestinterop/>", "The file holds no question."),
    ],
)
def test_other_xml_is_refused_with_what_it_is(text, reason):
    assert refusal(parse_qti(text, "q.xml")) == reason
