"""Drive a real Chromium through the site, and hold against the site whatever the browser complains of."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import IO
from wsgiref.types import WSGIApplication

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Playwright, Request
from playwright.sync_api import Page as Tab
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from course_app.gateways import clock
from tests import stage
from tests.browser.chromium import Chromium
from tests.conftest import START
from tests.showing import Page, prepared

PATIENCE = 20_000
GIVEN_UP = r"^failed: .* net::ERR_ABORTED$"
HEIGHT = 800
SEND = """([action, fields]) => {
  const form = document.createElement("form");
  form.method = "post"; form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    field.type = "hidden"; field.name = name; field.value = value; form.append(field);
  }
  document.body.append(form); form.submit();
}"""


class Handler(WSGIRequestHandler):
    """Keeps connections open as the real server does, and prints nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, *_arguments) -> None:
        """Say nothing: the tests look at the answers."""


@dataclass
class Complaints:
    """What a browser complained of. `expected` are patterns of what a test provokes on purpose.

    What the browser gave up because the person went on, typed on or pressed again is no complaint.
    """

    origin: str
    found: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=lambda: [GIVEN_UP])

    def watch(self, context: BrowserContext) -> None:
        """Listen to every tab of the context."""
        context.on("console", lambda line: line.type in ("error", "warning") and self._note(f"console: {line.text}"))
        context.on("weberror", lambda error: self._note(f"script: {error.error}"))
        context.on("requestfailed", self._note_failure)
        context.on("request", lambda request: self._check_host(request.url))

    def rest(self) -> list[str]:
        """What nobody expected."""
        return [line for line in self.found if not any(re.search(pattern, line) for pattern in self.expected)]

    def forget(self) -> None:
        """Begin anew, for the next page in the same tab."""
        self.found.clear()
        self.expected[:] = [GIVEN_UP]

    def _note_failure(self, request: Request) -> None:
        """A page's own: the service worker asks on behalf of one, and hands redirections on to it."""
        if request.service_worker is None:
            self._note(f"failed: {request.url} {request.failure}")

    def _note(self, line: str) -> None:
        self.found.append(line)

    def _check_host(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "about:", "blob:")):
            self._note(f"another host: {url}")


@contextmanager
def served(folder: Path) -> Iterator[dict[str, "Site"]]:
    """All stages, each on a port of its own."""
    clock.set_clock(lambda: START)
    stages = stage.build(folder)
    servers = {name: _server(one) for name, one in stages.items()}
    threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in servers.values()]
    for thread in threads:
        thread.start()
    yield {name: Site(stages[name], f"http://localhost:{server.port}") for name, server in servers.items()}
    for server in servers.values():
        server.shutdown()
        server.server_close()
    for thread in threads:
        thread.join(10)
    stage.close(stages)
    clock.set_clock(None)


@dataclass(frozen=True)
class Site:
    """A served stage."""

    stage: stage.Stage
    origin: str


def _server(one: stage.Stage) -> BaseWSGIServer:
    """What `course-app serve` serves, in threads of this process, so that the tests can prepare states and set time."""
    application = _with_whole_files(one.app.extensions["static_tree"].in_front_of(one.app))
    return make_server("127.0.0.1", 0, application, threaded=True, request_handler=Handler)


def _with_whole_files(application: WSGIApplication) -> WSGIApplication:
    """Hand files over read and closed: Werkzeug's server leaves one open when the browser gives up asking for it."""

    def read(file: IO[bytes]) -> list[bytes]:
        with file:
            return [file.read()]

    return lambda environ, start_response: application(environ | {"wsgi.file_wrapper": read}, start_response)


@contextmanager
def launched(playwright: Playwright, chromium: Chromium) -> Iterator[Browser]:
    """The browser, started once."""
    browser = playwright.chromium.launch(
        executable_path=chromium.path, args=list(chromium.arguments), env=os.environ | chromium.environment
    )
    yield browser
    browser.close()


def new_context(browser: Browser, site: Site, **options) -> tuple[BrowserContext, Complaints]:
    """A browser of one person, with its own cookies and cache. Options are Playwright's; `width` is the viewport's."""
    width, height = options.pop("width", 1280), options.pop("height", HEIGHT)
    context = browser.new_context(
        base_url=site.origin, locale="en-GB", viewport={"width": width, "height": height}, **options
    )
    context.set_default_timeout(PATIENCE)
    complaints = Complaints(site.origin)
    complaints.watch(context)
    return context, complaints


def act_on_whole_pages() -> None:
    """Let every click and key end when the page that it led to has run its scripts.

    A click returns as soon as the next page has begun, whose fields are found long before its scripts listen on them.
    """
    for name in ("click", "press"):
        setattr(Locator, name, _then_whole(getattr(Locator, name)))


def _then_whole(act: Callable[..., None]) -> Callable[..., None]:
    @wraps(act)
    def acted(place: Locator, *arguments, **options) -> None:
        act(place, *arguments, **options)
        with suppress(Error):  # the tab may have been closed by it
            place.page.wait_for_load_state("domcontentloaded", timeout=PATIENCE)

    return acted


def open_page(tab: Tab, page: Page, site: Site, complaints: Complaints) -> None:
    """Show a page of the registry in a tab; its own status is no complaint."""
    visit = prepared(page, site.stage)
    tab.context.clear_cookies()
    tab.context.add_cookies(
        [{"name": name, "value": value, "url": site.origin} for name, value in visit.cookies.items()]
    )
    if page.status >= 400:
        complaints.expected.append(f"console: Failed to load resource: .* a status of {page.status}")
    if page.form is None:
        tab.goto(visit.address, wait_until="load")
        return
    tab.goto(visit.via or "about:blank", wait_until="load")
    token = tab.locator('[name="csrf_token"]').first
    fields = ({"csrf_token": token.input_value()} if visit.via else {}) | visit.form
    with tab.expect_navigation(wait_until="load"):
        tab.evaluate(SEND, [site.origin + visit.address, fields])
