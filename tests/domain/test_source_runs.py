"""Overlap with the source article, and US spelling."""

import pytest

from course_app.domain.source_runs import DIGITS, Overlap, overlaps, source_runs
from course_app.domain.uk_spelling import us_spellings

ARTICLE = """\
Does Tea Get Rid of the Winter Blues?

Whilst tea can be warm (1, 2), it is in some winters drunk cold by a few (3).
Milk goes first.

  1. The Tea That Everybody Drank In The Winter
"""
RUNS = source_runs(ARTICLE, ["Does tea get rid of the winter blues?"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tea can be warm", []),
        ("Whilst tea can be warm", [Overlap(5, "whilst tea can be warm")]),
        ("So: “Whilst tea can be warm, it” has been said", [Overlap(5, "whilst tea can be warm it")]),
        ("whilst tea CAN be warm (4), it’s", [Overlap(5, "whilst tea can be warm")]),
        ("Whilst tea can be warm, it is hot", [Overlap(7, "whilst tea can be warm it is")]),
        ("it is in some winters drunk cold", [Overlap(7, "it is in some winters drunk cold")]),
        ("drunk cold by a few. Milk goes first", [Overlap(5, "drunk cold by a few")]),
        ("Does tea get rid of the winter blues?", []),
        ("The tea that everybody drank in the winter", []),
    ],
)
def test_five_words_running_are_seen_and_seven_are_told_apart(text, found):
    assert overlaps(text, RUNS) == found


def test_the_article_cannot_be_read_from_what_is_kept():
    assert RUNS.long
    assert all(len(run) == DIGITS and int(run, 16) >= 0 for run in RUNS.short | RUNS.long)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The program favored pediatric patients.", ["program", "favored", "pediatric"]),
        ("Randomized trials of lymphedema", ["Randomized", "lymphedema"]),
        ("You may practice once you have a license.", ["may practice", "a license"]),
        ("The programme favoured a licence to practise; practice makes perfect. A meter, a size, a prize.", []),
        ("They analyzed it at a medical center", ["analyzed", "center"]),
    ],
)
def test_us_spellings_are_seen(text, found):
    assert [us for us, _ in us_spellings(text)] == found
