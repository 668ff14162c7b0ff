"""Colours: contrast after WCAG 2.2, and what an accent makes of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from course_app.domain import colours
from course_app.settings import PACKAGE

TOKENS = (PACKAGE / "web" / "static" / "css" / "tokens.css").read_text()
ACCENTS = some.integers(0, 0xFFFFFF).map("#{:06X}".format).filter(colours.is_readable)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21), ("#777777", "#FFFFFF", 4.48), ("#0000ff", "#FFFFFF", 8.59), ("#123456", "#123456", 1)],
)
def test_the_contrast_of_two_colours_is_the_same_either_way_round(one, other, ratio):
    assert round(colours.contrast(one, other), 2) == round(colours.contrast(other, one), 2) == ratio


def test_a_colour_that_is_too_pale_cannot_be_read():
    assert [colours.is_readable(one) for one in ("#0B5D66", "#C2410C", "#E08A00", "#FFFF00")] == [
        True,
        True,
        False,
        False,
    ]


@given(ACCENTS)
def test_every_readable_accent_is_read_on_every_page(accent):
    tokens = colours.tokens_of(accent)
    light, dark = tokens["accent"]
    backgrounds = ((light, colours.LIGHT_PAPER), (light, tokens["tint"][0]), (light, "#FFFFFF"))
    backgrounds += ((dark, colours.DARK_SURFACE), (dark, tokens["tint"][1]), (dark, "#10191C"))
    assert min(colours.contrast(one, other) for one, other in backgrounds) >= colours.LEAST_CONTRAST
    assert colours.contrast("#4A5B61", tokens["tint"][0]) >= colours.LEAST_CONTRAST
    assert colours.contrast("#A9B8B8", tokens["tint"][1]) >= colours.LEAST_CONTRAST
    assert colours.contrast("#FFFFFF", tokens["strong"][0]) >= colours.LEAST_CONTRAST
    assert colours.contrast("#10191C", tokens["strong"][1]) >= colours.LEAST_CONTRAST


def test_a_colour_that_is_read_on_a_dark_page_stays_as_it_is():
    assert colours.dark_accent("#6FC7C9") == "#6FC7C9"


def test_the_backgrounds_and_inks_are_those_of_the_pages():
    for name, light, dark in (
        ("paper", colours.LIGHT_PAPER, "#10191C"),
        ("surface", "#FFF", colours.DARK_SURFACE),
        ("quiet", "#4A5B61", "#A9B8B8"),
        ("on-accent", "#FFF", "#10191C"),
    ):
        assert f"--{name}: light-dark({light}, {dark});" in TOKENS
