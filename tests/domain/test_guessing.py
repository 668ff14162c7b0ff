"""The test-wise guesser: each strategy by itself, and what a set of items yields to it."""

import pytest

from course_app.domain.guessing import STRATEGIES, guess, share_of_key
from course_app.domain.questions import Option, Question

STEM = "A clinician plans to needle the shoulder. Which reply fits?"


def item(*options, stem=STEM, ident="Q1", kind="single"):
    """An item; a star marks the key."""
    made = tuple(
        Option("abcdef"[place], text.removeprefix("*"), "Why.", text.startswith("*"))
        for place, text in enumerate(options)
    )
    return Question(ident, stem, made, "topic", "apply", "easy", "quiz", ("C1",), type=kind)


@pytest.mark.parametrize(
    ("strategy", "options", "chosen"),
    [
        ("longest option", ("Tea", "Green tea", "Jam"), [1]),
        ("odd hedge out", ("It may help", "It helps", "It harms"), [0]),
        ("odd hedge out", ("It may help", "It might harm", "It does neither"), [2]),
        ("odd hedge out", ("It may help", "It might harm", "It helps", "It harms"), [0, 1, 2, 3]),
        ("avoids absolutes", ("Always", "Mostly", "Never"), [1]),
        ("echo of the stem", ("Some other joint", "The shoulder itself", "The knee"), [1]),
        ("convergence", ("Yellow swelling", "Yellow numbness", "Sudden numbness", "Fever"), [1]),
        ("fits the grammar", ("The tea", "The jam", "It is bread"), [0, 1]),
        ("most cautious", ("It is known to help", "It may help some", "It helps"), [1]),
        ("safest", ("Needle as usual", "Wait, and seek advice", "Needle tomorrow"), [1]),
        ("most source-minded", ("It helps", "It helped in trials that a review pooled", "It helped in a trial"), [1]),
    ],
)
def test_a_strategy_chooses_by_its_cue_and_says_so_where_it_cannot_decide(strategy, options, chosen):
    for key in range(len(options)):
        marked = [f"*{text}" if place == key else text for place, text in enumerate(options)]
        assert share_of_key((strategy,), item(*marked)) == (1 / len(chosen) if key in chosen else 0)


def test_a_question_for_two_things_is_answered_with_two():
    stem = "Which two signs are to be watched for?"
    assert share_of_key(("fits the grammar",), item("*Cough and fever", "A cough", "A fever", stem=stem)) == 1 / 3
    assert share_of_key(("fits the grammar",), item("*Cough and fever", "Cough", "Fever", stem=stem)) == 1


def test_no_strategy_sees_a_key():
    """The same item with each of its options as the key: the shares of a strategy add up to 1."""
    texts = (
        "It may help",
        "It always helps, says ref 1",
        "Seek advice about the shoulder",
        "Helping the shoulder may do",
    )
    for strategy in STRATEGIES:
        keyed = [[f"*{text}" if place == key else text for place, text in enumerate(texts)] for key in range(4)]
        assert sum(share_of_key((strategy,), item(*options)) for options in keyed) == pytest.approx(1)


def test_ties_share_and_the_chance_is_one_over_the_options():
    found = guess([item("*Tea", "Jam", "Oat", "Fig"), item("*Tea", "Jam", ident="Q2")])
    assert found.items == 2
    assert found.chance == pytest.approx((1 / 4 + 1 / 2) / 2)
    assert found.scores == {name: pytest.approx(found.chance) for name in STRATEGIES}
    assert found.honest_score == pytest.approx(found.chance)


def test_a_mix_breaks_the_ties_of_its_first_strategy_by_its_second():
    tied = item("It may help with the tea", "*It may help with the jam or the tea", "It helps")
    assert share_of_key(("most cautious",), tied) == 0.5
    assert share_of_key(("most cautious", "longest option"), tied) == 1


def test_a_bank_that_gives_itself_away_is_found_out():
    found = guess([item("Tea", "*Tea with milk", "Jam", "Fig", ident=f"Q{n}") for n in range(10)])
    assert found.scores["longest option"] == 1
    assert found.best_score == found.honest_score == 1


def test_the_best_mix_flatters_itself_and_the_honest_figure_does_not():
    """One item falls to the longest option, the other to the shortest: what fits the one fails on the other."""
    pair = [item("*Some long tea", "Jam"), item("*Jam", "Some long tea", ident="Q2")]
    found = guess(pair)
    assert found.best_score == 0.5
    assert found.honest_score <= found.best_score


def test_items_with_several_keys_are_passed_over():
    assert guess([item("*Tea", "*Jam", "Fig", kind="multiple")]).items == 0
    assert guess([]).scores == {}
