"""What a search finds, in which order, and how it reads what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.search_index import Entry, index_of
from course_app.domain.searching import is_too_short, search, shortened

ENTRIES = (
    Entry("soreness", "lessons", "5.2 Post-needling soreness", "It is common, and gone in three days."),
    Entry("warn", "lessons", "", "Warn people that they may be sore.", context="5.2 Post-needling soreness"),
    Entry("chest", "lessons", "", "Chest pain may mean a pneumothorax, which is rare.", context="5.3 Rare but serious"),
    Entry("band", "lessons", "", "A trigger point lies in a taut band. Some doubt the point of it."),
    Entry("drop-out", "glossary", "Drop-out", "Stopping a course of treatment early.", "dropping out"),
    Entry("bleed", "glossary", "Haemorrhagic", "To do with bleeding into a muscle."),
    Entry("ref-13", "sources", "13 Martín-Pintado 2018", "Soreness after needling of trigger points.", "ref"),
    Entry("ref-3", "sources", "3 Dommerholt 2011", "A narrative review with 13 figures on dry needling.", "ref"),
    Entry("solid", "sources", "Dropout study", "Whoever is sore stays away."),
    Entry("痛", "glossary", "肌肉痛", "Ache of a muscle."),
)
INDEX = index_of(ENTRIES)


def keys(query):
    return [entry.key for entry in search(INDEX, query).entries]


def read_as(query):
    return [word.read_as for word in search(INDEX, query).sought]


TYPOS = [
    ("sorness", "soreness"),
    ("sorenss", "soreness"),
    ("soerness", "soreness"),
    ("soreneess", "soreness"),
    ("pnuemothorax", "pneumothorax"),
    ("numothorax", "pneumothorax"),
    ("newmothorax", "pneumothorax"),
    ("needeling", "needling"),
    ("triger", "trigger"),
    ("haemorragic", "Haemorrhagic"),
    ("hemorragic", "Haemorrhagic"),
    ("muslce", "muscle"),
    ("Dommerhold", "Dommerholt"),
    ("pian", "pain"),
]


@pytest.mark.parametrize(("typed", "meant"), TYPOS)
def test_a_word_with_typing_mistakes_finds_what_the_right_one_finds(typed, meant):
    found = search(INDEX, typed)
    assert [word.read_as for word in found.sought] == [meant]
    assert [entry.key for entry in found.entries] == keys(meant) != []


@pytest.mark.parametrize("typed", ["sroeensss", "rar", "2081", "pmeunothorxa", "xyz", "rarest"])
def test_too_many_mistakes_short_words_and_numbers_are_not_guessed_at(typed):
    assert read_as(typed) in ([], [""])
    assert search(INDEX, typed).unknown in ((typed,), ())
    assert set(keys(typed)) <= {"chest"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("soreness", ["soreness", "ref-13", "warn", "solid"]),
        ("SORENESS", ["soreness", "ref-13", "warn", "solid"]),
        ("needled", ["soreness", "ref-13", "ref-3"]),
        ("pneumo", ["chest"]),
        ("martin pintado", ["ref-13"]),
        ("Martín‑Pintado", ["ref-13"]),
        ("hemorrhage", ["bleed"]),
        ("bleed", ["bleed"]),
        ("5.3", []),
        ("5.2", ["soreness"]),
        ("ref 13", ["ref-13", "ref-3"]),
        ("肌肉", ["痛"]),
        ("痛", ["痛"]),
        ("the pain in the chest", ["chest"]),
    ],
)
def test_what_is_found_in_its_order(query, found):
    assert keys(query) == found


@pytest.mark.parametrize("query", ["dropout", "drop-out", "drop out", "Drop‐Out"])
def test_hyphens_and_blanks_within_a_compound_do_not_matter(query):
    assert set(keys(query)) == {"drop-out", "solid"}


@pytest.mark.parametrize("query", ["triggerpoint", "trigger-point", "trigger points"])
def test_neighbours_may_be_typed_as_one_word(query):
    assert set(keys(query)) == {"band", "ref-13"}


def test_entries_with_all_words_go_without_those_that_have_some():
    found = search(INDEX, "sore people")
    assert ([entry.key for entry in found.entries], found.has_all) == (["warn"], True)


def test_without_an_entry_that_has_all_words_those_that_have_some_are_found():
    found = search(INDEX, "pneumothorax bleeding")
    assert ([entry.key for entry in found.entries], found.has_all) == (["chest", "bleed"], False)


def test_what_stands_around_an_entry_helps_but_finds_nothing_alone():
    assert keys("serious") == []
    assert keys("serious pneumothorax") == ["chest"]
    assert keys("needling people") == ["warn"]


def test_a_title_goes_before_a_text_and_a_word_itself_before_its_forms():
    index = index_of(
        [Entry("form", "x", "", "needled"), Entry("text", "x", "", "needle"), Entry("title", "x", "Needle")]
    )
    assert [entry.key for entry in search(index, "needle").entries] == ["title", "text", "form"]


def test_neighbours_that_were_typed_as_neighbours_go_first():
    apart, near = Entry("apart", "x", "", "point the trigger"), Entry("near", "x", "", "a trigger point here")
    assert [one.key for one in search(index_of([apart, near]), "trigger point").entries] == ["near", "apart"]


def test_equals_keep_the_order_of_the_course():
    index = index_of([Entry(str(number), "x", "", "the same words") for number in range(5)])
    assert [entry.key for entry in search(index, "same").entries] == ["0", "1", "2", "3", "4"]


def test_a_rare_word_counts_more_than_a_frequent_one():
    texts = ("needle", "needle and more", "needle again", "pneumothorax")
    index = index_of([Entry(text, "x", "", text) for text in texts])
    assert search(index, "needle pneumothorax").entries[0].key == "pneumothorax"


def test_an_unknown_word_is_named_and_the_others_are_searched():
    found = search(INDEX, "chest quidditch")
    assert ([entry.key for entry in found.entries], found.unknown) == (["chest"], ("quidditch",))


def test_words_further_away_are_suggested_within_the_whole_query():
    found = search(INDEX, "rare pmeunothorxa")
    assert (found.unknown, found.suggestions) == (("pmeunothorxa",), ("rare pneumothorax",))


def test_a_suggestion_leaves_other_words_alone_that_hold_the_unknown_one():
    found = search(INDEX, "sre sresre")
    assert (found.unknown, found.suggestions) == (("sre", "sresre"), ("sore sresre",))


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("sore", "sore"),
        ("a" * 100, "a" * 100),
        ("a" * 300, "a" * 100),
        ("sore " + "a" * 95, "sore " + "a" * 95),
        ("sore " + "a" * 96, "sore"),
        ("a" * 100 + " sore", "a" * 100),
    ],
)
def test_a_long_query_is_cut_between_its_words(query, left):
    assert shortened(query) == left


def test_nothing_like_it_is_suggested_where_nothing_is_like_it():
    assert search(INDEX, "quidditch").suggestions == ()


def test_a_repeated_word_counts_once():
    assert keys("sore sore sore") == keys("sore")


def test_words_that_only_join_others_are_searched_where_nothing_else_is_typed():
    assert keys("which is") == ["chest"]
    assert len(search(INDEX, "the soreness of it").sought) == 1


@pytest.mark.parametrize(
    ("query", "is_short"), [("e", True), ("a b", True), ("ab", False), ("5", False), ("痛", False), ("", False)]
)
def test_single_latin_letters_tell_nothing(query, is_short):
    assert is_too_short(query) is is_short


def test_an_empty_index_finds_nothing():
    assert search(index_of([]), "anything").entries == ()


@given(st.text(max_size=100))
def test_whatever_is_typed_is_answered(query):
    found = search(INDEX, query)
    assert set(found.entries) <= set(ENTRIES)
    assert len(found.entries) == len(set(found.entries))
