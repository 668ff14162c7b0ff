"""axe-core finds nothing on any page in any state, narrow and wide, light and dark, with every fold-out open."""

import pytest

from tests.browser.chromium import MODULES
from tests.browser.conftest import missing
from tests.pages import PAGES

AXE = MODULES / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`));
}"""
OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.is_file():
        missing("no axe-core: run npm install in .ci")
    return AXE.read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_axe_finds_nothing(page, show, axe):
    tab = show(page.name)
    tab.evaluate(axe)
    found = {}
    for width in (1280, 360):
        tab.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            found[f"{width} {scheme}"] = tab.evaluate(RUN, RULES)
    tab.evaluate(OPEN_ALL)
    found["360 dark, all open"] = tab.evaluate(RUN, RULES)
    assert {where: words for where, words in found.items() if words} == {}
