"""Questions as they are pasted from Word."""

import pytest

from course_app.formats.pasted_questions import parse_pasted
from tests.formats.intakes import one, options, refusal, rejections
from tests.formats.samples import PASTED, PASTED_ITEMS, PASTED_TAKEN

OPTIONS = "a) yes\nb) no\n"


def test_what_is_clear_becomes_a_draft_and_what_is_not_a_problem_with_its_line():
    intake = parse_pasted(PASTED, "pasted")
    assert (intake.found, len(intake.taken)) == (PASTED_ITEMS, PASTED_TAKEN)
    assert [(problem.line, problem.message) for item in intake.rejected for problem in item.problems] == [
        (1, "No options follow this question."),
        (31, "Nothing says which option is right: write a line “Answer: b”, or make the right one bold."),
        (38, "The answer “e” names none of the options."),
        (42, "Option c stands out of order: the letters run a, b, c … without gaps."),
    ]


def test_every_way_to_write_a_question_is_read():
    long, consent, starred, bold, flare, line = [item.question for item in parse_pasted(PASTED, "pasted").taken]
    assert (long.stem, long.type) == ("How long can “soreness” last?", "single")
    assert options(long) == [
        ("6 hours", "", False),
        ("up to **72** hours", "Table 2 says so.", True),
        ("a week\nor more", "", False),
    ]
    assert (consent.type, options(consent)) == (
        "multiple",
        [("Effects", "", True), ("Harms", "", True), ("The price", "", False)],
    )
    assert options(starred) == [("This", "", True), ("That", "", False)]
    assert options(bold) == [("one", "", False), ("two", "", True), ("*three*", "", False)]
    assert (flare.type, options(flare)) == ("true-false", [("True", "", False), ("False", "", True)])
    assert (line.stem, options(line)) == ("On one line?", [("yes", "", True), ("no", "", False)])


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: b",
        "answer : B.",
        "Correct answer: (b)",
        "ANS: “b”",
        "Key = b",
        "**Answer:** b",
        "Answer: no",
        "Answer is: b",
    ],
)
def test_an_answer_is_written_in_many_ways(answer):
    question = one(parse_pasted(f"1. Which?\n{OPTIONS}{answer}", "pasted"))
    assert [option.is_key for option in question.options] == [False, True]


@pytest.mark.parametrize(
    "line",
    [
        "**b) no**",
        "<b>b) no</b>",
        "b) **no**",
        "b) <B>no</B>",
        "<strong>b)</strong> <b>no</b>",
        "*b) no",
        "b)* no",
        "b) no *",
        "✓ b) no",
    ],
)
def test_a_bold_or_starred_option_is_the_key_without_its_marks(line):
    question = one(parse_pasted(f"1. Which?\na) yes\n{line}\nc) perhaps", "pasted"))
    assert options(question) == [("yes", "", False), ("no", "", True), ("perhaps", "", False)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Which?\n{OPTIONS}Answer: b\nAnswer: c", (5, "The answer “c” names none of the options.")),
        (f"Which?\n*{OPTIONS}Answer: b", (4, "The answer names another option than the one that is bold or starred.")),
        ("Which?\n*a) yes\n*b) no", (2, "Every option is bold or starred, so nothing says which is right.")),
        ("Answer: b", (1, "No question stands before this.")),
        ("1. Which?\na) yes\nAnswer: a", (1, "Write at least two options.")),
        ("1. Which?\na) yes\nb) yes\nAnswer: a", (1, "Options A and B say the same.")),
    ],
)
def test_what_is_unclear_is_a_problem_with_its_line(text, found):
    assert rejections(parse_pasted(text, "pasted")) == [found]


def test_questions_without_numbers_are_told_apart_by_blank_lines():
    text = f"One?\n{OPTIONS}Answer: a\n\nTwo,\nin two lines?\n{OPTIONS}Answer: b"
    assert [(item.line, item.question.stem) for item in parse_pasted(text, "pasted").taken] == [
        (1, "One?"),
        (6, "Two,\nin two lines?"),
    ]


def test_signs_of_markdown_and_html_stay_signs():
    question = one(parse_pasted(f"1. Is 2 * 3 <4> & *x* **bold**?\n{OPTIONS}Answer: a", "pasted"))
    assert question.stem == r"Is 2 \* 3 <4> & \*x\* **bold**?"


def test_twenty_questions_come_in_twenty():
    text = "\n".join(
        f"{n}. Question {n}?\r\n\ta)\tyes {n}\r\n\tb)\tno {n}\r\nAnswer: {'ab'[n % 2]}\r\n" for n in range(1, 21)
    )
    questions = [item.question for item in parse_pasted(text, "pasted").taken]
    assert [question.stem for question in questions] == [f"Question {n}?" for n in range(1, 21)]
    assert ["ab"[question.options[1].is_key] for question in questions] == ["ab"[n % 2] for n in range(1, 21)]


def test_nothing_pasted_says_what_to_paste():
    assert (
        refusal(parse_pasted(" \n\u00a0", "pasted"))
        == "There is no text here. Paste questions with their options and answers."
    )
