"""The Nu HTML checker finds nothing in any page, and in the style sheets only what it does not know yet."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from course_app.gateways import clock
from course_app.web.shared.static_tree import SHEETS
from tests.browser.chromium import MODULES
from tests.conftest import START
from tests.needs import missing
from tests.pages import PAGES
from tests.showing import in_client

CHECKER = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
PATIENCE = 300
# CSS that browsers have and the checker has not: anchor positioning, container queries and fields that grow, behind
# @supports or without loss where they are missing. `anchor()` within `inset-block-start` is the one value it cannot
# parse.
UNKNOWN = {
    "CSS: “anchor-name”: Property “anchor-name” doesn't exist.",
    "CSS: “anchor-scope”: Property “anchor-scope” doesn't exist.",
    "CSS: “position-area”: Property “position-area” doesn't exist.",
    "CSS: “position-try-fallbacks”: Property “position-try-fallbacks” doesn't exist.",
    "CSS: “container-type”: Property “container-type” doesn't exist.",
    "CSS: “field-sizing”: Property “field-sizing” doesn't exist.",
    "CSS: Unrecognized at-rule “@container”",
    "CSS: “inset-block-start”: Parse Error.",
}


@pytest.fixture(scope="session")
def checker() -> list[str]:
    """The command that checks files."""
    java = shutil.which("java")
    if not java:
        missing("BROWSER", "no Java, which the HTML checker needs: install default-jre-headless")
    if not CHECKER.is_file():
        missing("BROWSER", "no HTML checker: run npm install in .ci")
    return [java, "-Xss4m", "-jar", str(CHECKER), "--stdout", "--format", "json", "--exit-zero-always"]


@pytest.fixture(scope="module")
def messages(sites, checker, tmp_path_factory) -> list[dict]:
    """What one run of the checker says of all pages and the style sheets: errors, warnings and hints alike."""
    folder = tmp_path_factory.mktemp("pages")
    clock.set_clock(lambda: START)
    for number, page in enumerate(PAGES):
        (folder / f"{number}.html").write_text(in_client(page, sites[page.stage].stage).text)
    clock.set_clock(None)
    tree = sites["bare"].stage.app.extensions["static_tree"]
    for sheet in SHEETS:
        shutil.copy(tree.root / tree.fingerprint / sheet, folder)
    command = [*checker, "--also-check-css", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    return json.loads(run.stdout)["messages"]


def test_the_html_checker_finds_nothing_on_any_page(messages):
    found = []
    for message in messages:
        if message["url"].endswith(".html"):
            page = PAGES[int(Path(message["url"]).stem)]
            found.append(f"{page.name}, line {message['lastLine']}: {message['message']}")
    assert "\n".join(found) == ""


def test_the_checker_finds_nothing_in_the_style_sheets_that_it_should_know(messages):
    assert {one["message"] for one in messages if one["url"].endswith(".css")} - UNKNOWN == set()
