"""The academy's accent: whether it can be read on a page, and what follows from it for light and dark.

Contrast is that of WCAG 2.2: the relative luminance of an sRGB colour is 0.2126 R + 0.7152 G + 0.0722 B of its
linear channels (c / 12.92 where c ≤ 0.04045, else ((c + 0.055) / 1.055)^2.4), and the contrast of two colours is
(L1 + 0.05) / (L2 + 0.05), L1 being the lighter one's (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

import re

HEX = re.compile("#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5
WHITE, BLACK = "#FFFFFF", "#000000"
LIGHT_PAPER, DARK_SURFACE = "#FBFAF6", "#172327"
"""Of the page's own backgrounds those on which an accent is read the worst: web/static/css/tokens.css."""
STEPS = 100
MOST_TINT = 10

Channels = tuple[int, int, int]


def luminance(colour: str) -> float:
    """The relative luminance of a colour #rrggbb: 0 for black, 1 for white."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well one colour is read on the other, either way round: 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(accent: str) -> bool:
    """Whether text in this colour can be read on a light page."""
    return contrast(accent, LIGHT_PAPER) >= LEAST_CONTRAST


def tokens_of(accent: str) -> dict[str, tuple[str, str]]:
    """What a readable accent makes of the page's colours: for each name the light and the dark value.

    Every accent holds 4.5:1 on its page and on its tint.
    """
    on_dark = dark_accent(accent)
    return {
        "accent": (accent, on_dark),
        "strong": (mixed(accent, BLACK, 30), mixed(on_dark, WHITE, 40)),
        "tint": (_tint(accent, LIGHT_PAPER), _tint(on_dark, DARK_SURFACE)),
    }


def dark_accent(accent: str) -> str:
    """The accent with as little white in it as lets it be read on a dark page."""
    return next(lighter for lighter in _shades(accent, WHITE, range(STEPS + 1)) if _is_read(lighter, DARK_SURFACE))


def mixed(colour: str, other: str, share: int) -> str:
    """The colour with so many hundredths of the other."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round((one * (STEPS - share) + two * share) / STEPS):02X}" for one, two in pairs)


def _tint(accent: str, background: str) -> str:
    """The background with as much of the accent in it, up to a tenth, as leaves the accent readable on it."""
    shades = _shades(background, accent, range(MOST_TINT, -1, -1))
    return next(tint for tint in shades if _is_read(accent, tint))


def _shades(colour: str, other: str, shares: range) -> list[str]:
    return [mixed(colour, other, share) for share in shares]


def _is_read(one: str, other: str) -> bool:
    return contrast(one, other) >= LEAST_CONTRAST


def _channels(colour: str) -> Channels:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
