"""Pictures of every page of the registry, for looking: `python -m tests.browser.screenshots FOLDER [WORDS]`.

360, 768 and 1280 px wide, light and dark; WORDS narrows to pages whose name contains them.
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.driving import launched, new_context, open_page, served
from tests.pages import PAGES

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")


def main() -> None:
    """Write the pictures and say where."""
    folder, words = Path(sys.argv[1]), " ".join(sys.argv[2:])
    folder.mkdir(parents=True, exist_ok=True)
    found = chromium.find()
    if found is None:
        sys.exit(f"There is {chromium.NONE}.")
    pages = [page for page in PAGES if words in page.name]
    with (
        tempfile.TemporaryDirectory() as stages,
        served(Path(stages) / "stages") as sites,
        sync_playwright() as playwright,
        launched(playwright, found) as browser,
    ):
        for page in pages:
            context, complaints = new_context(browser, sites[page.stage])
            tab = context.new_page()
            open_page(tab, page, sites[page.stage], complaints)
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 800})
                for scheme in SCHEMES:
                    tab.emulate_media(color_scheme=scheme)
                    tab.screenshot(path=folder / f"{name_of(page.name)}-{width}-{scheme}.png", full_page=True)
            context.close()
            for line in complaints.rest():
                print(f"{page.name}: {line}")
    print(f"{len(pages)} pages in {folder}")


def name_of(words: str) -> str:
    """A page's name as a file's."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


if __name__ == "__main__":
    main()
