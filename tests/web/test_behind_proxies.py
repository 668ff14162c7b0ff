"""Behind proxies: whose address counts, what the site calls itself, and which names it answers to."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from course_app.app import create_app
from course_app.extensions import db, read_connection
from course_app.models import SignIn
from tests.conftest import FreshClient, close_engines, hash_quickly

from .conftest import Browser

PUBLIC = "https://courses.example.org"
FORWARDED = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Host": "evil.example"}


@pytest.fixture
def browser_of(app):
    """A browser of the same site with other settings."""
    others = []

    def open_with(**changed):
        other = create_app(replace(app.config["SETTINGS"], **changed))
        other.test_client_class = FreshClient
        hash_quickly(other)
        others.append(other)
        return Browser(other, "pytest")

    yield open_with
    for other in others:
        with other.app_context():
            db.session.remove()
            close_engines()


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")])
def test_a_sign_in_has_the_address_that_the_trusted_proxies_saw(browser_of, proxies, seen):
    browser = browser_of(trusted_proxies=proxies)
    fields = {"email": "learner@example.org", "password": "a password for the tests"}
    assert browser.send("/sign-in", fields, **FORWARDED).status_code == 303
    with read_connection() as connection:
        assert connection.execute(select(SignIn.address)).scalars().all() == [seen]


@pytest.mark.parametrize(
    ("public", "flags"), [("", {"HttpOnly", "SameSite=Lax"}), (PUBLIC, {"HttpOnly", "SameSite=Lax", "Secure"})]
)
def test_the_cookie_is_for_https_alone_when_the_public_address_is(browser_of, public, flags):
    answer = browser_of(base_url=public).get("/sign-in")
    parts = {part.strip() for part in answer.headers["Set-Cookie"].split(";")}
    assert {part for part in parts if part.split("=")[0] in ("HttpOnly", "SameSite", "Secure")} == flags
    assert ("Strict-Transport-Security" in answer.headers) == bool(public)


@pytest.mark.parametrize("host", ["courses.example.org", "courses.example.org:443", "localhost:8000", "127.0.0.1"])
def test_the_site_answers_to_its_own_names(browser_of, host):
    assert browser_of(base_url=PUBLIC).get("/", Host=host).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "courses.example.org.evil.example", "10.0.0.1"])
@pytest.mark.parametrize("path", ["/", "/account", "/learn/nothing", "/no-such-page"])
def test_under_another_name_it_says_so_and_nothing_else(browser_of, host, path):
    answer = browser_of(base_url=PUBLIC, trusted_proxies=1).get(path, Host=host)
    assert (answer.status_code, answer.text) == (
        400,
        "This is not the site's address. Nothing was changed. Open the site by the address that you were given.",
    )


def test_what_a_stranger_writes_of_the_host_is_not_believed(browser_of):
    assert browser_of(base_url=PUBLIC, trusted_proxies=1).get("/", **FORWARDED).status_code == 200
