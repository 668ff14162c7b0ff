"""Names that may be the same person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from course_app.domain.near_names import near_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siân Ŵyn-Jones", "Wyn Jones, Sian"),
        ("Katherine O’Brien", "Katharine OBrien"),
        ("Mohammed Al Said", "Mohamed Al Said"),
        ("Łucja Wójcik", "Łucja Wojick"),
        ("نور الهدى العلي", "نور الهدي العلي"),
    ],
)
def test_a_name_is_near_its_other_spellings(one, other):
    assert near_names([one, "Somebody Quite Else", other]) == {2: 0}


@pytest.mark.parametrize(
    ("one", "other"), [("Ann Lee", "Ann Lea"), ("Learner 17", "Learner 18"), ("Madonna", "Madonna"), ("", "")]
)
def test_short_names_numbers_and_single_words_are_near_nothing(one, other):
    assert near_names([one, other]) == {}


@given(st.lists(st.text(alphabet="abcde fŁ", max_size=14), max_size=12))
def test_whoever_is_near_somebody_comes_later_in_the_list(names):
    assert all(earlier < place for place, earlier in near_names(names).items())


def test_among_thousands_of_names_each_is_compared_with_a_few(monkeypatch):
    names = [
        f"{'abcdefghij'[at % 10]}{'klmnopqrst'[at // 10 % 10] * 3} Surname{'uvwxyzabcd'[at // 100 % 10] * 4}"
        f"{'efghijklmn'[at // 1000]}"
        for at in range(10_000)
    ]
    compared, distance = [], OSA.distance

    def counted(*pair, **most):
        compared.append(pair)
        return distance(*pair, **most)

    monkeypatch.setattr(OSA, "distance", counted)
    assert len(near_names(names)) == 9_900
    assert len(compared) < 10 * len(names)
