"""Every page of the registry: axe-core finds nothing, nothing scrolls sideways, everything can be touched."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from course_app.gateways import clock
from tests.browser.answering import answered_in_two_places, cut_off, handed_in_elsewhere, sign_in_ended
from tests.browser.chromium import MODULES
from tests.browser.driving import Complaints, new_context, open_page
from tests.conftest import START
from tests.needs import missing
from tests.pages import PAGES

AXE = MODULES / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all that another scheme can change
BOTH_SCHEMES = {"light": RULES, "dark": OF_COLOUR}
RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`));
}"""
OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
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
DOUBLE = {"standard": 32, "fixed": 26}


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.is_file():
        missing("BROWSER", "no axe-core: run npm install in .ci")
    return AXE.read_text()


@pytest.fixture(scope="module")
def tabs(browser, sites) -> Iterator[dict[str, tuple[Tab, Complaints]]]:
    """One tab a stage, for all pages: opening a new browser for each would cost more than the tests themselves."""
    contexts = {name: new_context(browser, site) for name, site in sites.items()}
    yield {name: (context.new_page(), complaints) for name, (context, complaints) in contexts.items()}
    for context, _complaints in contexts.values():
        context.close()


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: page.name)
def shown(request, sites, tabs) -> Iterator[Tab]:
    """A page of the registry, opened once for all tests of it; each sets the width, colours and fold-outs it needs."""
    tab, complaints = tabs[request.param.stage]
    complaints.forget()
    clock.set_clock(lambda: START)
    open_page(tab, request.param, sites[request.param.stage], complaints)
    clock.set_clock(None)
    yield tab
    assert complaints.rest() == []


def test_axe_finds_nothing_on_a_wide_screen(shown, axe):
    assert found_by_axe(shown, axe, 1280, {"light": RULES}) == {"light": []}


def test_axe_finds_nothing_on_a_narrow_screen_with_every_fold_out_open(shown, axe):
    shown.evaluate(OPEN_ALL)
    assert found_by_axe(shown, axe, 360) == {"light": [], "dark": []}


def test_nothing_scrolls_sideways_at_320_px_and_everything_can_be_touched(shown):
    shown.set_viewport_size({"width": 320, "height": 640})
    found = {"closed": shown.evaluate(OVERFLOW)}
    shown.evaluate(OPEN_ALL)
    found |= {"open": shown.evaluate(OVERFLOW), "too small to touch": shown.evaluate(TARGETS)}
    assert found == {"closed": [], "open": [], "too small to touch": []}


def test_nothing_scrolls_sideways_on_a_wide_screen(shown):
    found = {}
    for width in (768, 1280):
        shown.set_viewport_size({"width": width, "height": 800})
        found[width] = shown.evaluate(OVERFLOW)
    assert found == {768: [], 1280: []}


def test_nothing_scrolls_sideways_with_text_at_200_per_cent(shown):
    session = shown.context.new_cdp_session(shown)
    session.send("Page.setFontSizes", {"fontSizes": DOUBLE})
    assert shown.evaluate("getComputedStyle(document.body).fontSize") in ("32px", "40px")
    found = {}
    for width in (1280, 640):
        shown.set_viewport_size({"width": width, "height": 640})
        found[width] = shown.evaluate(OVERFLOW)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    assert found == {1280: [], 640: []}


def found_by_axe(tab: Tab, axe: str, width: int, looked_for=BOTH_SCHEMES) -> dict[str, list[str]]:
    """What axe finds in each colour scheme."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(axe)
    tab.set_viewport_size({"width": width, "height": 800})
    found = {}
    for scheme, rules in looked_for.items():
        tab.emulate_media(color_scheme=scheme)
        found[scheme] = tab.evaluate(RUN, rules)
    return found


def test_axe_finds_nothing_in_what_is_said_without_a_network_and_in_the_dialogs(show, axe):
    states = {}
    tab = show("attempt: all on one page, timed")
    sign_in_ended(tab, 4)
    states["signed out"] = found_by_axe(tab, axe, 360)
    tab.get_by_role("button", name="Sign in here").click()
    states["signing in"] = found_by_axe(tab, axe, 1280)
    tab = show("attempt: nothing answered")
    cut_off(tab)
    states["waiting"] = found_by_axe(tab, axe, 360)
    tab.goto("/learn")
    tab.get_by_role("button", name="Sign out").click()
    states["signing out"] = found_by_axe(tab, axe, 360)
    other = answered_in_two_places(show("attempt: nothing answered"))
    expect(other.get_by_role("dialog")).to_be_visible()
    states["two places"] = found_by_axe(other, axe, 360)
    tab = show("attempt: nothing answered")
    handed_in_elsewhere(tab)
    states["over"] = found_by_axe(tab, axe, 360)
    assert states == {name: {"light": [], "dark": []} for name in states}


def test_axe_does_find_what_is_wrong(tab, axe):
    broken = tab()
    broken.goto("/sign-in")
    broken.evaluate("document.documentElement.removeAttribute('lang')")
    broken.evaluate("for (const one of document.querySelectorAll('p')) one.style.color = '#aaa'")
    found = found_by_axe(broken, axe, 360)
    assert "html-has-lang: html" in found["light"]
    assert {line.split(":")[0] for line in found["light"]} == {"html-has-lang", "color-contrast"}


def test_what_scrolls_sideways_or_is_too_small_is_noticed(tab):
    broken = tab(width=320)
    broken.goto("/sign-in")
    assert broken.evaluate(OVERFLOW) == []
    broken.evaluate("document.querySelector('h1').style.cssText = 'inline-size: 40rem'")
    broken.evaluate("document.querySelector('main .button').style.cssText = 'min-block-size: 0; padding: 0'")
    assert broken.evaluate(OVERFLOW) == ["h1.: Sign in"]
    assert broken.evaluate(TARGETS) == ["button.button wide: Sign in"]
