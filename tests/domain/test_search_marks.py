"""What is marked in a result, and which part of a long text is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.search_index import Entry, Spot, index_of
from course_app.domain.search_marks import EXCERPT, excerpt, marked, spot_of
from course_app.domain.searching import search

LONG = f"{'Nothing to see here. ' * 20}Then a needle meets a trigger point. {'And so it goes on. ' * 20}".strip()


def sought(query, *texts):
    return search(index_of([Entry(text, "x", "", text) for text in texts]), query).sought


def shown(runs):
    return "".join(f"[{words}]" if is_marked else words for words, is_marked in runs)


@pytest.mark.parametrize(
    ("query", "text", "said"),
    [
        ("needle", "Needles, needling and a needle-stick.", "[Needles], [needling] and a [needle]-stick."),
        ("hemorrhage", "A haemorrhagic reaction", "A [haemorrhagic] reaction"),
        ("antunez", "Espejo-Antúnez 2017", "Espejo-[Antúnez] 2017"),
        ("dropout", "Fear of drop-out", "Fear of [drop]-[out]"),
        ("sorness", "Soreness is common", "[Soreness] is common"),
        ("肉", "肌肉痛", "肌[肉]痛"),
        ("absent", "Nothing of it", "Nothing of it"),
    ],
)
def test_the_words_that_were_looked_for_are_marked(query, text, said):
    assert shown(marked(text, sought(query, text))) == said


def test_a_short_text_is_shown_whole():
    assert shown(excerpt("A needle.", sought("needle", "A needle."))) == "A [needle]."


def test_of_a_long_text_the_part_with_most_of_the_words_is_shown_cut_between_words():
    said = shown(excerpt(LONG, sought("trigger needle", LONG)))
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert "a [needle] meets a [trigger] point." in said
    assert set(said[2:-2].replace("[", "").replace("]", "").split()) <= set(LONG.split())


def test_a_long_text_without_the_words_is_shown_from_its_beginning():
    said = shown(excerpt(LONG, sought("absent", LONG)))
    assert (said[:20], said[-2:], len(said) <= EXCERPT + 2) == ("Nothing to see here.", " …", True)


def test_a_long_word_without_blanks_is_cut_all_the_same():
    assert len(shown(excerpt("x" * 1000, ()))) == EXCERPT + 2


def test_the_spot_that_holds_most_of_the_words_is_the_one_to_jump_to():
    text = "A needle here. A needle and a muscle there. Nothing."
    spots = (Spot("one", 0, 14), Spot("two", 15, 43))
    assert spot_of(text, spots, sought("needle muscle", text)) == "two"
    assert spot_of(text, spots, sought("needle", text)) == "one"
    assert spot_of(text, spots, sought("nothing", text)) == ""
    assert spot_of(text, (), sought("needle", text)) == ""


@given(st.text(), st.text(max_size=40))
def test_marking_changes_no_text(text, query):
    assert "".join(words for words, _ in marked(text, sought(query, text))) == text
