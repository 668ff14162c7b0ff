"""A visitor without JavaScript writes to the academy, and an administrator answers and settles it."""

from secrets import token_hex

from playwright.sync_api import expect

from tests.browser.test_teaching import sign_in


def test_a_visitor_asks_and_an_administrator_finds_settles_and_keeps_it(tab, time):
    name = f"Łucja Ŵyn {token_hex(4)}"
    visitor, admin = tab("small", java_script_enabled=False), tab("small")
    visitor.complaints.expected.append("status of 422")
    visitor.goto("/")
    visitor.get_by_role("link", name="Ask a question").first.click()
    expect(visitor.get_by_label("Leave this empty")).to_be_hidden()
    visitor.get_by_label("Name").fill(name)
    visitor.get_by_label("E-mail").fill("lucja@example.org")
    visitor.get_by_label("Your question").fill("Is it warm?")
    visitor.get_by_role("button", name="Send the question").click()
    expect(visitor.get_by_role("alert")).to_contain_text("faster than anybody can write")
    time.advance(seconds=3)
    visitor.get_by_role("button", name="Send the question").click()
    expect(visitor.get_by_role("status").first).to_contain_text("we answer by e-mail")
    expect(visitor.get_by_label("Your question")).to_have_value("")

    sign_in(admin, "admin")
    admin.goto("/admin")
    admin.get_by_role("listitem").filter(has_text="new enquir").get_by_role("link", name="Read them").click()
    admin.get_by_role("link", name=name).click()
    expect(admin.get_by_text("Is it warm?")).to_be_visible()
    expect(admin.get_by_role("link", name="Answer by e-mail")).to_have_attribute("href", "mailto:lucja%40example.org")
    admin.get_by_label("How it stands").select_option("Answered")
    admin.get_by_label("Note").fill("Rang back.")
    admin.get_by_role("button", name="Keep it").click()
    expect(admin.get_by_role("status").first).to_contain_text("Kept: how it stands, and your note.")
    admin.get_by_role("link", name="Enquiries").click()
    expect(admin.get_by_role("row").filter(has_text=name)).to_contain_text("Answered")
