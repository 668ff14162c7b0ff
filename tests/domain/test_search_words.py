"""Words as a search compares them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.search_words import key_of, stem_of, words_of


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Drop-out, after two sessions.", ["drop", "out", "after", "two", "sessions"]),
        ("the patient’s muscle", ["the", "patients", "muscle"]),
        ("Espejo-Antúnez and Łukasz", ["espejo", "antunez", "and", "lukasz"]),
        ("e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT}", ["ete"]),
        ("lesson 5.2: 7,629 treatments", ["lesson", "5.2", "7629", "treatments"]),
        ("ref 13. Then 29–91%", ["ref", "13", "then", "29", "91"]),
        ("soft\N{SOFT HYPHEN}ly", ["softly"]),
        ("ｆｕｌｌ \N{LATIN SMALL LIGATURE FI}bre", ["full", "fiber"]),
        ("肌肉痛 ache", ["肌", "肉", "痛", "ache"]),
        ("वेदना निवारण", ["वेदना", "निवारण"]),
        ("боль в мышце", ["боль", "в", "мышце"]),
        ("… — “”", []),
        ("", []),
    ],
)
def test_a_text_is_read_word_by_word_in_every_script(text, keys):
    assert [word.key for word in words_of(text)] == keys


@pytest.mark.parametrize(
    ("uk", "us"),
    [
        ("haemorrhage", "hemorrhage"),
        ("ischaemic", "ischemic"),
        ("oedema", "edema"),
        ("diarrhoea", "diarrhea"),
        ("foetal", "fetal"),
        ("anaesthetised", "anesthetized"),
        ("randomisation", "randomization"),
        ("organised", "organized"),
        ("paralyse", "paralyze"),
        ("behaviour", "behavior"),
        ("colours", "colors"),
        ("fibres", "fibers"),
        ("centre", "center"),
        ("labelled", "labeled"),
        ("counsellor", "counselor"),
        ("programme", "program"),
        ("licence", "license"),
        ("practise", "practice"),
        ("grey", "gray"),
        ("sceptical", "skeptical"),
    ],
)
def test_both_spellings_are_one_word(uk, us):
    assert key_of(uk) == key_of(us)


@pytest.mark.parametrize(
    "words", [("hour", "hor"), ("four", "for"), ("acre", "acer"), ("rise", "rize"), ("this", "thiz")]
)
def test_what_is_no_spelling_variant_stays_two_words(words):
    assert key_of(words[0]) != key_of(words[1])


def test_forms_of_a_word_have_one_stem():
    assert {stem_of(word) for word in ("needle", "needles", "needled", "needling")} == {"needl"}
    assert stem_of("treatment") != stem_of("treaty")


@given(st.text())
def test_every_word_says_where_it_stands(text):
    words = words_of(text)
    assert [word for word in words if word.key != key_of(text[word.start : word.end])] == []
    assert all(first.end <= second.start for first, second in pairwise(words))
