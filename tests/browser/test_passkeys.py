"""Passkeys and codes in a real browser: Chromium's own virtual authenticator makes and uses the passkey."""

import re

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.conftest import PASSWORD

HIDDEN = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
REFUSED = r"console: Failed to load resource: .* a status of 422"


class Device:
    """A virtual authenticator in a tab, which verifies its user, or fails to."""

    def __init__(self, tab: Tab) -> None:
        self.session = tab.context.new_cdp_session(tab)
        self.session.send("WebAuthn.enable")
        options = HIDDEN | {"isUserVerified": True, "automaticPresenceSimulation": True}
        self.id = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def passkeys(self) -> list[dict]:
        """What it holds."""
        return self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def verify(self, works: bool) -> None:
        """Let it recognise its user from now on, or not."""
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": works})


def heading(tab):
    return tab.get_by_role("heading", level=1)


def sign_in(tab, name):
    tab.goto("/sign-in?next=/account")
    tab.get_by_label("E-mail").fill(f"{name}@example.org")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()


def register(tab, name):
    """A new account, so that nothing of it is left to other tests; its account page is open."""
    tab.goto("/register?next=/account")
    tab.get_by_label("Name").fill("Wren Walker")
    tab.get_by_label("E-mail").fill(f"{name}@example.org")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Create an account").click()
    expect(heading(tab)).to_have_text("Your account")


def sign_out(tab):
    tab.get_by_role("main").get_by_role("button", name="Sign out", exact=True).first.click()
    expect(tab.get_by_role("link", name="Sign in").first).to_be_visible()


def add_passkey(tab, name):
    tab.get_by_role("link", name="Add a passkey").click()
    tab.get_by_label("Name").fill(name)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Go on").click()
    tab.wait_for_url("**/account/passkeys/new")
    tab.get_by_role("button", name="Make the passkey").click()


def test_a_passkey_is_added_used_and_removed_and_then_refused(tab, time):
    tab = tab()
    device = Device(tab)
    register(tab, "wren-1")
    add_passkey(tab, "This laptop")
    expect(heading(tab)).to_have_text("Your account")
    expect(tab.get_by_role("status").first).to_contain_text("“This laptop” now signs you in")
    (made,) = device.passkeys()
    assert (made["isResidentCredential"], made["rpId"], made["userName"]) == (True, "localhost", "wren-1@example.org")
    sign_out(tab)
    time.advance(days=1)
    tab.goto("/sign-in?next=/account")
    tab.get_by_role("button", name="Sign in with a passkey").click()
    expect(heading(tab)).to_have_text("Your account")
    expect(tab.get_by_role("listitem").filter(has_text="This laptop")).to_contain_text("Last used")
    assert device.passkeys()[0]["signCount"] > made["signCount"]
    tab.get_by_role("button", name="Remove This laptop").click()
    expect(tab.get_by_role("status").first).to_contain_text("“This laptop” does not sign in any more.")
    sign_out(tab)
    tab.complaints.expected.append(REFUSED)
    tab.goto("/sign-in")
    tab.get_by_role("button", name="Sign in with a passkey").click()
    expect(tab.get_by_role("alert")).to_contain_text("This passkey was not accepted.")
    tab.goto("/account")
    expect(heading(tab)).to_have_text("Sign in")


def test_a_device_that_does_not_know_its_user_signs_nobody_in_and_the_page_says_so(tab):
    tab = tab()
    device = Device(tab)
    register(tab, "wren-2")
    add_passkey(tab, "My phone")
    sign_out(tab)
    device.verify(works=False)
    tab.goto("/sign-in")
    tab.get_by_role("button", name="Sign in with a passkey").click()
    expect(tab.locator("[data-passkey] [role=status]")).to_contain_text("No passkey was used")
    expect(heading(tab)).to_have_text("Sign in")
    device.verify(works=True)
    tab.get_by_role("button", name="Sign in with a passkey").click()
    expect(heading(tab)).to_have_text(re.compile("^Your course"))


def test_the_same_device_is_told_that_it_has_a_passkey_already(tab):
    tab = tab()
    Device(tab)
    register(tab, "wren-3")
    add_passkey(tab, "My phone")
    expect(heading(tab)).to_have_text("Your account")
    add_passkey(tab, "My phone again")
    expect(tab.locator("[data-passkey] [role=status]")).to_contain_text("This device has a passkey")


def test_without_javascript_the_sign_in_page_says_that_the_password_works(tab):
    tab = tab(java_script_enabled=False)
    tab.complaints.expected.append(REFUSED)
    tab.goto("/sign-in")
    tab.get_by_role("button", name="Sign in with a passkey").click()
    expect(tab.get_by_role("alert")).to_contain_text("A passkey needs JavaScript")
    tab.get_by_label("E-mail").fill("learner@example.org")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    expect(heading(tab)).to_have_text(re.compile("^Your course"))


@pytest.fixture
def app_shows(sites, time):
    """What an authenticator app shows for a key, as typed from the page, at the program's time."""
    totp = sites["small"].stage.app.extensions["authenticator"]._totp

    def code(key: str) -> str:
        return (
            totp(key=key.replace(" ", "").replace("-", ""), format="base32").generate(int(time.time.timestamp())).token
        )

    return code


def test_a_code_a_recovery_code_and_a_passkey_each_do_as_second_step(tab, app_shows, time):
    tab = tab()
    Device(tab)
    register(tab, "wren-4")
    add_passkey(tab, "This laptop")
    tab.get_by_role("link", name="Turn it on").click()
    key = tab.locator("code").inner_text()
    tab.get_by_label("Code").fill(app_shows(key))
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Turn it on").click()
    expect(heading(tab)).to_contain_text("recovery codes")
    recovery = tab.locator("code").first.inner_text()
    tab.goto("/account")
    time.advance(minutes=1)
    for way in (app_shows(key), recovery, None):
        sign_out(tab)
        sign_in(tab, "wren-4")
        expect(heading(tab)).to_have_text("Your code")
        if way is None:
            tab.wait_for_load_state()
            tab.get_by_role("button", name="Use a passkey instead of the code").click()
        else:
            tab.get_by_label("Code").fill(way)
            tab.get_by_role("button", name="Sign in", exact=True).click()
        expect(heading(tab)).to_have_text("Your account")


def test_a_stolen_cookie_dies_when_its_sign_in_is_revoked(tab, sites):
    person, thief = tab(), tab()
    register(person, "wren-5")
    sign_in(other := tab(), "wren-5")
    expect(heading(other)).to_have_text("Your account")
    thief.context.add_cookies(other.context.cookies())
    thief.goto("/account")
    expect(heading(thief)).to_have_text("Your account")
    person.reload()
    person.get_by_role("button", name="Sign out there").first.click()
    expect(person.get_by_role("status").first).to_contain_text("You are signed out there.")
    for browser in (thief, other):
        browser.goto("/account")
        expect(heading(browser)).to_have_text("Sign in")
