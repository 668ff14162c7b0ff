"""Every page fits: no sideways scrolling on a narrow screen or with large text, and targets a thumb can hit."""

import pytest

from tests.pages import PAGES

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > width + 1);
  return wide.map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 40)}`);
}"""
TARGETS = """() => {
  const wanted = "button:not(.term), .button, .option, .choice, .nav a, a.cell, summary, select, .links a";
  const small = (one) => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility() && !one.closest(".visually-hidden") && box.height > 0
      && (box.height < 44 || (box.width < 44 && !one.matches(".nav a, .links a")));
  };
  const words = (one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 40)}`;
  return [...document.querySelectorAll(wanted)].filter(small).map(words);
}"""
OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
DOUBLE = {"standard": 32, "fixed": 26}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_scrolls_sideways_and_everything_can_be_touched(page, show):
    tab = show(page.name, width=320, height=640, has_touch=True)
    found = {"at 320 px": tab.evaluate(OVERFLOW)}
    tab.evaluate(OPEN_ALL)
    found["at 320 px, all open"] = tab.evaluate(OVERFLOW)
    found["too small to touch"] = tab.evaluate(TARGETS)
    tab.context.new_cdp_session(tab).send("Page.setFontSizes", {"fontSizes": DOUBLE})
    assert tab.evaluate("getComputedStyle(document.body).fontSize") in ("32px", "40px")
    for width in (1280, 640):
        tab.set_viewport_size({"width": width, "height": 640})
        found[f"text at 200 %, {width} px"] = tab.evaluate(OVERFLOW)
    assert {where: words for where, words in found.items() if words} == {}
