"""How hard a text is to read."""

import pytest

from course_app.domain.readability import Reading, reading_of, sentences_of, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    {
        **{"the": 1, "bruised": 1, "it’s": 1, "needle": 2, "treated": 2, "causes": 2, "patient": 2, "trial": 2},
        **{"social": 2, "evidence": 3, "opinion": 3, "serious": 3, "pneumothorax": 4, "biochemical": 5},
    }.items(),
)
def test_syllables(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("Tea is warm. So is milk.", ["Tea is warm.", "So is milk."]),
        (
            "Warm at 7.55% (e.g. Earl Grey). Milk, by Dr. Leaf, is not.",
            ["Warm at 7.55% (eg Earl Grey).", "Milk, by Dr Leaf, is not."],
        ),
        ("Say it: “Tea is warm.” Then wait", ["Say it:", "“Tea is warm.", "Then wait"]),
        ("What is warm? “Tea.”", ["What is warm?", "“Tea.”"]),
        ("…", []),
    ],
)
def test_sentences(paragraph, sentences):
    assert sentences_of(paragraph) == sentences


def test_the_reading_age_is_flesch_and_kincaids_grade_and_five_years():
    read = reading_of(["Tea is warm. Milk is cold.", "Serious opinion"])
    assert (read.words, read.sentences, read.longest) == (8, 3, 3)
    assert read.age == pytest.approx(0.39 * 8 / 3 + 11.8 * 12 / 8 - 15.59 + 5)


def test_nothing_to_read_has_no_age():
    assert reading_of(["", "— 12"]) == Reading(0, 0, 0, 0.0)
