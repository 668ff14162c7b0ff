"""One Chromium, one server a stage, one context a person; whatever a browser complains of fails the test.

Without a Chromium every test here is skipped with one reason; with BROWSER_TESTS=required in the environment it fails.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from playwright.sync_api import Page as Tab

from tests.browser import chromium
from tests.browser.driving import PATIENCE, Site, act_on_whole_pages, launched, new_context, open_page, served
from tests.needs import missing
from tests.pages import PAGES

HERE = Path(__file__).parent
BY_NAME = {page.name: page for page in PAGES}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of all tests."""
    found = chromium.find()
    if found is None:
        missing("BROWSER", chromium.NONE)
    expect.set_options(timeout=PATIENCE)
    act_on_whole_pages()
    with sync_playwright() as playwright, launched(playwright, found) as started:
        yield started


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """The stages, each served on a loopback port."""
    with served(tmp_path_factory.mktemp("stages")) as ready:
        yield ready


@pytest.fixture
def clock_stands(time) -> None:
    """The program's clock stands at START in every test and moves only when the test moves it."""


@pytest.fixture
def tab(browser: Browser, sites: dict[str, Site], clock_stands: None) -> Iterator[Callable[..., Tab]]:
    """`tab(stage, **options)` opens a tab of a new browser; `tab.complaints` holds what it complains of."""
    opened = []

    def open_tab(name: str = "small", **options) -> Tab:
        context, complaints = new_context(browser, sites[name], **options)
        opened.append((context, complaints))
        page = context.new_page()
        page.complaints = complaints
        return page

    yield open_tab
    rest = []
    for context, complaints in opened:
        context.close()
        rest += complaints.rest()
    assert rest == []


@pytest.fixture
def show(tab: Callable[..., Tab], sites: dict[str, Site]) -> Callable[..., Tab]:
    """`show(page, **options)` opens a page of the registry, given by its name, in a tab of a new browser."""

    def show_page(name: str, before: Callable[[Tab], None] = lambda _tab: None, **options) -> Tab:
        page = BY_NAME[name]
        opened = tab(page.stage, **options)
        before(opened)
        open_page(opened, page, sites[page.stage], opened.complaints)
        return opened

    return show_page
