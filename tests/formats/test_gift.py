"""GIFT as others write it, read."""

import pytest

from course_app.domain.question_types.multiple import RIGHT_MINUS_WRONG
from course_app.domain.question_types.ordering import ADJACENT_PAIRS
from course_app.formats.gift import parse_gift
from course_app.formats.gift_writing import write_gift
from tests.formats.intakes import one, options, refusal, rejections, taken, told_of
from tests.formats.samples import GIFT, GIFT_ITEMS, GIFT_TAKEN


def test_a_file_of_another_program_is_taken_or_rejected_item_by_item():
    intake = parse_gift(GIFT, "m.gift")
    assert (intake.found, len(intake.taken), len(intake.rejected)) == (GIFT_ITEMS, GIFT_TAKEN, GIFT_ITEMS - GIFT_TAKEN)
    kinds = [problem.message.split(";")[0] for item in intake.rejected for problem in item.problems]
    assert kinds == [
        "It is a numerical question",
        "It is a question with a short answer",
        "It is a matching question",
        "It is an essay",
        "It is a text without a question: it has no answers in braces.",
        "Its braces do not fit: one { before the answers, one } after them, no blank line between.",
    ]
    assert [item.line for item in intake.rejected] == [27, 29, 31, 33, 35, 37]


def test_everything_that_an_item_says_finds_its_place():
    first, flare, consent, gap, order = [item for item in parse_gift(GIFT, "m.gift").taken]
    assert (first.number, first.line, first.label, first.source_id) == (1, 4, "Soreness 1", "M-01")
    question = first.question
    assert told_of(question) == ("M-01", "side-effects", "apply", ("week two",))
    assert question.stem == "How long after needling can a muscle be sore: what does the paper say?"
    assert options(question) == [
        ("Up to 72 hours", "Right; see its table 2.\n\nThe window is given in table 2.", True),
        ("At most 6 hours", "That is the shortest window.", False),
        ("A week", "", False),
    ]
    assert first.notes == (
        "Marks for half-right options and marks taken away are not kept: one option is right.",
        "The feedback for the whole question now ends the reason of the right option.",
    )
    assert (flare.question.id, flare.question.type, flare.question.stem) == (
        "M2",
        "true-false",
        "A **flare** of pain is usual.",
    )
    assert options(flare.question) == [("True", "It is not, on the whole.", False), ("False", "Right.", True)]
    assert (consent.question.type, consent.question.credit) == ("multiple", RIGHT_MINUS_WRONG)
    assert gap.question.stem == "The paper calls a local twitch _____ for the treatment."
    assert options(gap.question)[0] == ("*useful*", "", True)
    assert (order.question.type, order.question.credit) == ("ordering", ADJACENT_PAIRS)


@pytest.mark.parametrize(
    ("answers", "credit", "notes"),
    [
        ("~%50%a ~%50%b ~%-50%c", RIGHT_MINUS_WRONG, ()),
        ("~%33.333%a ~%33.333%b ~%33.333%c ~%-33.333%d", RIGHT_MINUS_WRONG, ()),
        ("~%50%a ~%50%b ~c", "", ("The marks of its parts are not kept: here it is all or nothing.",)),
        ("~%60%a ~%40%b ~%-100%c", "", ("The marks of its parts are not kept: here it is all or nothing.",)),
    ],
)
def test_weights_are_right_minus_wrong_or_all_or_nothing_with_a_note(answers, credit, notes):
    (item,) = parse_gift(f"Which? {{{answers}}}", "m.gift").taken
    assert (item.question.type, item.question.credit, item.notes) == ("multiple", credit, notes)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Which? {=a =b ~c}", "Mark one option only: 2 are marked as right."),
        ("Which? {~a ~b}", "Mark every right option: none is marked."),
        ("Which? {=a ~a}", "Options A and B say the same."),
        ("Which? {x =a ~b}", "Its answers do not begin with = (right) or ~ (wrong)."),
        (
            "Which? {=a ~b} {=c ~d}",
            "Its braces do not fit: one { before the answers, one } after them, no blank line between.",
        ),
        (
            "[html]See <img src=x> {=a ~b}",
            "A text holds an image that does not come with the file; a question here cannot show it.",
        ),
        ("[markdown]* one\n* two\n{=a ~b}", "A text holds a list; a question here cannot show it."),
        (
            "Order {>x\na\nb\nc}",
            "The first line of its answers is no setting of an ordering: > and a number, then a line an entry.",
        ),
        ("Which? {=a " + "".join(f"~{n} " for n in range(12)) + "}", "It has 13 options; 12 at most are possible."),
        ("{=a ~b}", "Write the question: it is empty."),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line(text, reason):
    assert rejections(parse_gift(f"// comment\n\n{text}", "m.gift")) == [(3, reason)]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"a \= b \~ \# \{x\} \: \\ y", r"a = b ~ # {x} : \ y"),
        (r"one\ntwo", "one\ntwo"),
        ("[plain]2 < 3 &amp; *x*", r"2 < 3 &amp; \*x\*"),
        ("[html]2 &lt; 3", "2 < 3"),
        ("[moodle]one<br>two", "one\n\ntwo"),
        ("[markdown]**a** and _b_", "**a** and *b*"),
    ],
)
def test_escapes_and_forms_of_text_become_our_markdown(written, text):
    assert one(parse_gift(f"{written} {{=a ~b}}", "m.gift")).stem == text


def test_the_second_item_with_an_id_gets_another():
    first, second = parse_gift("::Q1::A{=a ~b}\n\n::Q1::B{=a ~b}", "m.gift").taken
    assert (first.question.id, second.question.id, second.source_id) == ("Q1", "", "Q1")
    assert second.notes == ("The id `Q1` is that of item 1 already; this one gets a new id.",)


def test_a_file_without_questions_says_what_one_is():
    expected = "The file holds no question. In GIFT a question is a text with its answers in braces."
    assert refusal(parse_gift("// nothing\n$CATEGORY: x\n", "m.gift")) == expected


def test_what_is_written_can_be_read_by_people():
    text, losses = write_gift(taken(parse_gift("::S1::How long? {=72 hours#Right. ~6 hours}", "m.gift")))
    assert text == "// [id:S1]\n::S1::[html]<p>How long?</p>{\n  =72 hours#<p>Right.</p>\n  ~6 hours\n}\n"
    assert losses == []


def test_all_or_nothing_is_told_to_be_something_else_in_moodle():
    text, losses = write_gift(
        taken(parse_gift("// [id:S2] [tag:credit: all-or-nothing]\nWhich? {~%50%a ~%50%b ~c}", "m.gift"))
    )
    assert "  ~%50%a\n  ~%50%b\n  ~%-100%c\n" in text
    assert losses == [
        "Moodle gives parts of the point where several options are right; one wrong one takes all. Here it is all or "
        "nothing. Concerned: S2."
    ]
