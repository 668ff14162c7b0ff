"""Aiken as others write it, read; and what it does not carry."""

from dataclasses import replace

import pytest

from course_app.domain.questions import Option, Question
from course_app.formats.aiken import parse_aiken, write_aiken
from tests.formats.intakes import one, options, refusal, rejections
from tests.formats.samples import AIKEN, AIKEN_ITEMS, AIKEN_TAKEN

OPTIONS = (Option("a", "*Six* hours", "Shorter."), Option("b", "72 hours", "Correct.", is_key=True))
S01 = Question("S01", "How\nlong?", OPTIONS, "side-effects", "remember", "easy", "quiz", ("C46",), fixed_order=True)


def test_a_file_of_another_program_is_taken_or_rejected_item_by_item():
    intake = parse_aiken(AIKEN, "a.txt")
    assert (intake.found, len(intake.taken), len(intake.rejected)) == (
        AIKEN_ITEMS,
        AIKEN_TAKEN,
        AIKEN_ITEMS - AIKEN_TAKEN,
    )
    twitch, soreness = [item.question for item in intake.taken]
    assert options(twitch)[0] == ("A contraction of the taut band", "", True)
    assert (soreness.type, options(soreness)) == ("true-false", [("True", "", False), ("False", "", True)])
    assert [(problem.line, problem.message) for item in intake.rejected for problem in item.problems] == [
        (14, "Option C stands out of order: the letters run A, B, C … without gaps."),
        (17, "No line `ANSWER: A` follows its options, so nothing says which is right."),
        (24, "ANSWER names “A, B”; one letter of an option of this question is wanted."),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A. x\nB. y\nANSWER: A", (1, "Write the question: it is empty.")),
        ("Which?\nA. x\nANSWER: A", (1, "Write at least two options.")),
        ("Which?\nA. x\nB. y\nmore\nANSWER: A", (4, "This line is neither an option (`A. text`) nor the ANSWER.")),
        ("ANSWER: A", (1, "ANSWER names “A”; one letter of an option of this question is wanted.")),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line(text, found):
    assert rejections(parse_aiken(text, "a.txt")) == [found]


def test_signs_of_markdown_and_html_are_plain_in_aiken():
    question = one(parse_aiken("Is 2 * 3 * 4 < *x*?\nA. <b>\nB. &amp;\nANSWER: A", "a.txt"))
    assert (question.stem, options(question)[0][0]) == (r"Is 2 \* 3 \* 4 < \*x\*?", "<b>")


def test_questions_need_no_blank_line_between():
    text = "One?\nA. x\nB. y\nANSWER: A\nTwo?\nA. x\nB. y\nANSWER: B\n"
    assert [item.question.stem for item in parse_aiken(text, "a.txt").taken] == ["One?", "Two?"]


def test_what_aiken_does_not_hold_is_said():
    text, losses = write_aiken([S01])
    assert text == "How long?\nA. Six hours\nB. 72 hours\nANSWER: B\n"
    assert losses == [
        "Aiken holds no ids, topics, levels, claims or other fields. Concerned: S01.",
        "Aiken holds no reasons of options. Concerned: S01.",
        "Aiken does not say that the order of the options is fixed. Concerned: S01.",
        "Aiken holds plain words on one line: emphasis and line ends are left out. Concerned: S01.",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"type": "multiple"}, "Aiken holds questions with one right option only; these are left out."),
        ({"stem": "A. Which?"}, "Their text begins as an option or an answer does in Aiken; they are left out."),
        ({"stem": "ANSWER: why?"}, "Their text begins as an option or an answer does in Aiken; they are left out."),
    ],
)
def test_what_would_be_misread_is_left_out_and_told(change, sentence):
    assert write_aiken([replace(S01, **change)]) == ("", [f"{sentence} Concerned: S01."])


def test_options_that_differ_in_markup_alone_are_left_out_and_told():
    first, second = S01.options
    same = replace(S01, options=(replace(first, text=r"2 \* 3"), replace(second, text="2 * 3")))
    sentence = "Two options of theirs say the same in plain words; they are left out."
    assert write_aiken([same]) == ("", [f"{sentence} Concerned: S01."])


def test_an_empty_file_says_so():
    assert refusal(parse_aiken("\n \n", "a.txt")) == "The file holds no question."
