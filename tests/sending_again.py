"""A form that is sent after its sign-in was ended elsewhere: what is asked, and sending it again by the button."""

import re
from html import unescape

from werkzeug.test import TestResponse

from tests.conftest import PASSWORD

FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
ACTION = re.compile(r'method="post" action="([^"]+)"')


def hidden(page: TestResponse) -> list[tuple[str, str]]:
    """The hidden fields of a page's main part."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return [(name, unescape(value)) for name, value in FIELD.findall(main)]


def sent_too_late(person, form: str, path: str, fields: dict) -> TestResponse:
    """What the browser is told, whose sign-in was ended while the form was open on the page `form`."""
    fields = fields | {"csrf_token": person.token(form)}
    with person.client.session_transaction() as session:
        session["sign_in"] = "a token whose sign-in was revoked"
    return person.post(path, fields, Referer=f"http://localhost{form}")


def signed_in_again(person, name: str, asked: TestResponse, password: str = PASSWORD) -> TestResponse:
    """The named person signs in on the page that asked for it."""
    return person.post("/sign-in", dict(hidden(asked)) | {"email": f"{name}@example.org", "password": password})


def address_offered(offered: TestResponse) -> str:
    """Where the button sends the form."""
    return unescape(ACTION.search(offered.text.partition("<main")[2])[1])


def pressed(person, offered: TestResponse) -> TestResponse:
    """“Send again” was pressed."""
    again: dict[str, list[str]] = {}
    for name, value in hidden(offered):
        again.setdefault(name, []).append(value)
    return person.post(address_offered(offered), again)
