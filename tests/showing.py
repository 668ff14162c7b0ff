"""A page in a state; how to prepare it, and how a browser without JavaScript would ask for it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from tests import acts
from tests.acts import DEMO, SMALL
from tests.stage import Stage

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, eq=False)
class Page:
    """An address in a state.

    `person` is the name of whoever looks (an e-mail: an account that is there; empty: a visitor), who learns the
    courses of `learns`; `prepare` makes the state and returns the names that stand in braces in `address` and in the
    fields of `form`. With `form`, its fields are sent to the address from the page `via` (empty: from no page of this
    site), and what is shown at last is the page. `cookies` are the visitor's own.
    """

    name: str
    address: str
    template: str
    person: str = ""
    learns: tuple[str, ...] = (SMALL,)
    prepare: Callable[[Stage, int], dict[str, str]] = acts.nothing
    stage: str = "small"
    status: int = 200
    form: Mapping[str, str] | None = None
    via: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)


def refused(name: str, address: str, template: str, person: str = "", **more: Any) -> Page:
    """What a form is answered with that was sent from its own address and refused."""
    return Page(name, address, template, person, via=address, status=422, **more)


def real(name: str, address: str, template: str, **more: Any) -> Page:
    """A page of the course that ships with the site, as one of its learners sees it."""
    return Page(name, address, template, "Ann Else", (DEMO,), stage="demo", **more)


@dataclass(frozen=True)
class Visit:
    """A prepared page: its address, the page its form is sent from, the visitor's cookies, the form's fields."""

    address: str
    via: str
    cookies: dict[str, str]
    form: dict[str, str]


def prepared(page: Page, stage: Stage) -> Visit:
    """Prepare the page's state."""
    with stage.app.app_context():
        email = page.person if "@" in page.person else ""
        person = stage.person(page.person, page.learns, email) if page.person else 0
        names = page.prepare(stage, person)
        cookies = dict(page.cookies)
        if person:
            cookies["course_session"] = stage.cookie(person)
    form = {field: filled(value, names) for field, value in (page.form or {}).items()}
    return Visit(page.address.format(**names), page.via.format(**names), cookies, form)


def filled(value: str, names: Mapping[str, str]) -> str:
    """A field's value, in which other braces may stand, with the names in braces filled in."""
    for name, thing in names.items():
        value = value.replace(f"{{{name}}}", thing)
    return value


def in_client(page: Page, stage: Stage) -> TestResponse:
    """The answer that shows the page."""
    visit = prepared(page, stage)
    client = stage.app.test_client()
    for name, value in visit.cookies.items():
        client.set_cookie(name, value)
    path = visit.address.partition("#")[0]
    if page.form is None:
        return client.get(path, follow_redirects=True)
    before = client.get(visit.via).text if visit.via else ""
    token = TOKEN.search(before)
    fields = ({"csrf_token": unescape(token[1])} if token else {}) | visit.form
    headers = {"Referer": f"http://localhost{visit.via}"} if visit.via else {}
    return client.post(path, data=fields, headers=headers, follow_redirects=True)
