"""How a text names an image, and what is wrong with how it does."""

from dataclasses import replace

import pytest

from course_app.domain.images import (
    BROKEN,
    IN_A_LESSON,
    SILENT,
    TOO_LONG,
    faults_of_unknown,
    image_faults,
    images_of,
    in_words,
    reference,
    spoken,
)
from course_app.domain.question_faults import difficulties_of
from course_app.domain.questions import Fault
from tests.domain.question_types.an_item import an_item

HASH, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
NAME = f"{HASH}-640x480"
CUP = f"![A cup](image:{NAME})"


def with_stem(stem):
    return replace(an_item("single", key="b"), stem=stem)


@pytest.mark.parametrize(
    ("stem", "sentences"),
    [
        (f"What is it?\n\n{CUP}", []),
        ("A plain ![cup](of tea)", []),
        (f"![](image:{NAME}) What is it?", [SILENT]),
        (f"![ ](image:{NAME}) and {CUP}", [SILENT]),
        (f"![{'long ' * 61}](image:{NAME})", [TOO_LONG]),
        ("![A cup](image:cup.png)", [BROKEN]),
        (f"{CUP} ![A cup](image:{HASH})", [BROKEN]),
        (f"![a [small] cup](image:{NAME})", [BROKEN]),
        (f"![A cup](image:{HASH}-0x480)", [BROKEN]),
    ],
)
def test_an_image_has_an_alternative_and_a_whole_name(stem, sentences):
    assert image_faults(with_stem(stem)) == [Fault("stem", sentence) for sentence in sentences]
    assert [one for one in difficulties_of(with_stem(stem)) if one in (SILENT, TOO_LONG, BROKEN)] == sentences


def test_images_are_found_in_stem_options_and_reasons_and_a_lesson_shows_none():
    question = an_item("single", key="b")
    first, second, *rest = question.options
    other = f"![Another](image:{OTHER}-1x1)"
    options = (replace(first, text=CUP), replace(second, rationale=f"Because {other}."), *rest)
    shown = replace(question, options=options)
    assert (images_of(question), images_of(shown)) == (set(), {HASH, OTHER})
    assert [one.place for one in faults_of_unknown(shown, {HASH})] == ["reason-1"]
    assert faults_of_unknown(shown, {HASH, OTHER}) == []
    assert image_faults(replace(shown, pool="self-check")) == [Fault("pool", IN_A_LESSON)]


def test_a_reference_holds_any_alternative_and_is_spoken():
    written = reference(NAME, "  the [left]\n hand \\ arm ")
    assert written == f"![the (left) hand / arm](image:{NAME})"
    assert spoken(f"Look: {written}.") == "Look: (image: the (left) hand / arm)."


def test_how_it_is_written_is_judged_by_its_words():
    question = an_item("single", key="b")
    shown = replace(question, stem=f"{question.stem}\n\n{CUP}", options=(replace(question.options[0], text=CUP),))
    judged = in_words(shown)
    assert (judged.stem, judged.options[0].text) == (question.stem, "A cup")
    assert in_words(with_stem(CUP)).stem == "A cup"
    assert in_words(question) is question
