"""The figures of the shipped course can be read on any screen; the exercise on the hundred dots needs no script.

Chromium's own measures of what is drawn: how large the words come out, and what they touch.
"""

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.pages import DEMO_LESSONS

WIDTHS = (320, 360, 768, 1280)
FAULTS = """() => [...document.querySelectorAll("figure svg")].flatMap((svg) => {
  const box = (one) => one.getBoundingClientRect(), drawing = box(svg), found = [];
  const words = [...svg.querySelectorAll("text")].map((one) => ({said: one.textContent, at: box(one), one}));
  const round = [...svg.querySelectorAll("circle")].map(box).filter((at) => at.width > 24);
  words.forEach(({said, at, one}, place) => {
    const size = parseFloat(getComputedStyle(one).fontSize) * drawing.width / 360;
    const middle = at.top + at.height / 2, third = at.height / 3;
    if (size < 11) found.push(`small: ${said}`);
    if (at.left < drawing.left + 2 || at.right > drawing.right - 2 || at.bottom > drawing.bottom)
      found.push(`cut: ${said}`);
    for (const other of words.slice(place + 1))
      if (at.left < other.at.right && other.at.left < at.right
        && Math.abs(other.at.top + other.at.height / 2 - middle) < 2 * third) found.push(`on ${other.said}: ${said}`);
    for (const ring of round) {
      const away = (x, y) => Math.hypot(x - ring.left - ring.width / 2, y - ring.top - ring.height / 2);
      const corners = [at.left, at.right].flatMap((x) => [middle - third, middle + third].map((y) => away(x, y)));
      if (away((at.left + at.right) / 2, middle) < ring.width / 2 && Math.max(...corners) > ring.width / 2)
        found.push(`over its circle: ${said}`);
    }
  });
  return found;
})"""


def faults(tab: Tab) -> dict[int, list[str]]:
    """What is wrong with the words of a page's figures, by the width of the screen."""
    found = {}
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        found[width] = tab.evaluate(FAULTS)
    return {width: lines for width, lines in found.items() if lines}


@pytest.mark.parametrize("slug", DEMO_LESSONS)
def test_the_words_of_a_figure_are_legible_and_clear_of_each_other(show, slug):
    tab = show(f"lesson: {slug}")
    assert tab.locator("figure svg").count() == 1
    assert faults(tab) == {}


def test_words_that_are_small_cut_or_on_others_are_noticed(show):
    tab = show("lesson: honest-consent")
    tab.evaluate("""() => {
      const [first, second, third, fourth] = document.querySelectorAll("figure text");
      first.style.fontSize = "9px"; second.setAttribute("x", "-20"); third.setAttribute("y", "64");
      fourth.textContent = "Common and quite usual";
    }""")
    lines = faults(tab)[320]
    assert lines[0] == "small: Benefit"
    assert "cut: days to about" in lines
    assert any(line.startswith("over its circle: Common and") for line in lines)
    assert "on 12 weeks: Benefit" in lines


def test_the_consent_sentence_beside_the_hundred_dots_is_chosen_without_a_script(show):
    tab = show("lesson: common-minor-short-lived", java_script_enabled=False)
    options = tab.locator("#self-check-SC513 details")
    assert options.count() == 4
    for option, reason in zip(
        options.all(),
        ("Neither survey counts patients", "Correct.", "The mean of two rates", "Too modest."),
        strict=True,
    ):
        option.locator("summary").click()
        expect(option.locator("p").first).to_be_visible()
        expect(option).to_contain_text(reason)
