"""Colours and text size: applied without losing what was typed elsewhere on the page."""

from playwright.sync_api import expect

LOSS = "Applying loads the page anew: what you typed on it and have not sent is not kept."


def test_a_choice_is_applied_in_place_and_kept(show):
    tab = show("register: empty")
    tab.get_by_label("Name").fill("Siân Ŵyn")
    tab.get_by_label("Colours").select_option("Dark")
    tab.get_by_label("Text size").select_option("Large")
    tab.get_by_role("button", name="Apply").click()
    expect(tab.locator("#appearance [role=status]")).to_have_text("Applied")
    assert tab.evaluate("({...document.documentElement.dataset})") == {"theme": "dark", "text": "large"}
    expect(tab.get_by_label("Name")).to_have_value("Siân Ŵyn")
    tab.goto("/sign-in")
    assert tab.evaluate("({...document.documentElement.dataset})") == {"theme": "dark", "text": "large"}


def test_a_choice_that_did_not_arrive_says_how_far_it_holds(show):
    tab = show("register: empty")
    tab.complaints.expected.append("appearance net::ERR_FAILED|ERR_FAILED")
    tab.route("**/appearance", lambda route: route.abort())
    tab.get_by_label("Colours").select_option("Dark")
    tab.get_by_role("button", name="Apply").click()
    expect(tab.locator("#appearance [role=status]")).to_have_text("Applied to this page only")


def test_without_scripts_the_form_says_what_applying_costs(show):
    tab = show("register: empty", java_script_enabled=False)
    assert tab.locator("#appearance noscript").inner_text() == LOSS
    tab.get_by_label("Colours").select_option("Dark")
    tab.get_by_role("button", name="Apply").click()
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Create an account")
