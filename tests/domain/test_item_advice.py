"""What is told of an item while it is written: as much as its state allows, at its place, never an exception."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.item_advice import advise
from course_app.domain.item_examples import EXAMPLES
from course_app.domain.item_findings import Surroundings
from course_app.domain.item_writing import RULES, judge_item
from course_app.domain.question_types.registry import TYPES
from course_app.domain.questions import Option, Question
from tests.domain.test_item_writing import AROUND, OPTIONS, item

BLANK = Option("", "", "")
RULE = {rule.id: rule for rule in RULES}
STEMS = ("L03", "L08", "L14", "L15", "L16", "L30", "L33")
DISTRACTORS = ("L02", "L06", "L31", "L32")


def found(question, rule, around=AROUND):
    return bool(judge_item(question, around, [RULE[rule]]))


def test_every_rule_that_can_speak_of_one_item_has_an_example():
    assert set(EXAMPLES) == set(RULE)


@pytest.mark.parametrize("rule", STEMS)
def test_the_poor_stem_of_an_example_breaks_its_rule_and_the_better_one_keeps_it(rule):
    assert [found(item(stem=text), rule) for text in EXAMPLES[rule]] == [True, False]


@pytest.mark.parametrize("rule", DISTRACTORS)
def test_so_it_is_with_options(rule):
    assert [found(item(options=(*OPTIONS[:3], text)), rule) for text in EXAMPLES[rule]] == [True, False]


def test_so_it_is_with_reasons():
    own = item().options
    for rule, place in (("L17", 1), ("L20", 0)):
        reasons = [[one.rationale for one in own] for _ in range(2)]
        for rationales, text in zip(reasons, EXAMPLES[rule], strict=True):
            rationales[place] = text
        assert [found(item(reasons=tuple(one)), rule) for one in reasons] == [True, False]


def test_nothing_is_told_of_an_empty_form_and_a_stem_alone_is_judged_as_a_stem():
    empty = replace(item(stem=""), options=(BLANK,) * 4, claims=())
    assert advise(empty, AROUND).hints == ()
    begun = advise(replace(empty, stem="How long?"), AROUND)
    assert [(one.rule, one.field) for one in begun.hints] == [("L14", "stem")]
    assert begun.guesses is None


def test_a_hint_stands_at_the_field_of_its_option_however_rows_are_lettered_or_left_blank():
    whole = item(options=(*OPTIONS[:3], "Never"))
    options = [replace(option, letter="") for option in whole.options]
    typed = replace(whole, options=(options[0], BLANK, *options[1:3], replace(options[3], letter="b")))
    assert [(one.field, one.level) for one in advise(typed, AROUND).hints if one.rule == "L06"] == [
        ("option-4", "warning")
    ]


def test_what_the_form_asks_for_anyhow_is_not_told_again():
    options = tuple(replace(option, rationale="") for option in item().options)
    bare = replace(item(), options=options, claims=(), lesson="")
    assert [one for one in advise(bare, AROUND).hints if one.rule in ("L17", "L18", "L28")] == []


def test_a_waived_finding_is_not_told_and_a_plain_course_is_told_less():
    long = item(options=("*A week or so in most of those who were asked", *OPTIONS[1:]))
    assert "L04" in [one.rule for one in advise(long, AROUND).hints]
    waived = replace(long, waivers=("L04 the source’s own words",))
    assert "L04" not in [one.rule for one in advise(waived, AROUND).hints]
    assert [one.level for one in advise(long, Surroundings()).hints if one.rule == "L04"] == ["warning"]


def test_the_tricks_that_lead_to_the_key_alone_are_named_and_many_of_them_tell_it():
    told = advise(item(options=("*It may help some for a while, says a review", "It cures", "It works", "All")), AROUND)
    assert {"it is the longest", "it claims least", "it speaks most of sources"} <= set(told.guesses)
    assert told.is_told
    even = advise(item(options=("*A red cup", "A tan cup", "A wan cup", "A dun cup")), AROUND)
    assert (even.guesses, even.is_told) == ((), False)


texts = st.sampled_from(["", "It may", "never", "All of the above", "72 hours", "الغلاية", "*", "not?", "L 1"])


@given(
    st.lists(st.builds(Option, st.sampled_from(["", "a", "b"]), texts, texts, st.booleans()), max_size=6),
    texts,
    st.sampled_from([*TYPES, "unknown", ""]),
    st.sampled_from([(), ("C1",), ("gone",)]),
)
def test_no_half_written_item_is_too_odd(options, stem, kind, claims):
    typed = Question("", stem, tuple(options), "", "", "", "", claims, type=kind)
    fields = {"stem", "options", "claims"} | {f"{one}-{n}" for one in ("option", "reason") for n in range(6)}
    assert {one.field for one in advise(typed, AROUND).hints} <= fields
