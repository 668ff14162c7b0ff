"""A practical day from its announcement to its end, and the second step that an administrator turns on."""

import re
from secrets import token_hex

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from course_app.extensions import db
from course_app.models import Person
from tests.acts import SMALL, instructs
from tests.browser.test_teaching import sign_in
from tests.conftest import PASSWORD, START


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_administrator_announces_a_day_says_that_it_is_full_and_removes_it(tab, javascript):
    title = f"Day {token_hex(4)}: Ŵyn & Łódź"
    admin, visitor = tab("small", java_script_enabled=javascript), tab("small", java_script_enabled=javascript)
    admin.complaints.expected.append("status of 422")
    sign_in(admin, "admin")
    admin.goto("/admin/courses")
    admin.get_by_role("link", name="Practical days").click()
    admin.get_by_label("Title").fill(title)
    admin.get_by_role("textbox", name="Place", exact=True).fill("Hull")
    admin.get_by_label("Address for booking").fill("https://example.org/book")
    admin.get_by_role("button", name="Add the day").click()
    expect(admin.get_by_role("link", name="Choose the first day.")).to_be_visible()
    expect(admin.get_by_label("Title")).to_have_value(title)
    admin.get_by_label("First day").fill("2026-12-05")
    admin.get_by_role("button", name="Add the day").click()
    expect(admin.get_by_role("status").first).to_contain_text("The practical day is added.")

    visitor.goto("/")
    day = visitor.get_by_role("listitem").filter(has_text=title)
    expect(day).to_contain_text("5 December 2026, Hull. Booking is open.")
    expect(day.get_by_role("link", name="Book a place")).to_have_attribute("href", "https://example.org/book")

    admin.get_by_role("link", name=title).click()
    admin.get_by_label("Places left").fill("0")
    admin.get_by_role("button", name="Keep the changes").click()
    visitor.reload()
    expect(day).to_contain_text("It is full.")
    expect(day.get_by_role("link")).to_have_count(0)

    admin.get_by_role("link", name=title).click()
    admin.get_by_label("Reason").fill("The hall is not free")
    admin.get_by_role("button", name="Remove the day").click()
    expect(admin.get_by_role("link", name=title)).to_have_count(0)
    visitor.reload()
    expect(day).to_have_count(0)


def test_whoever_needs_a_second_step_is_led_to_it_turns_it_on_and_goes_on(tab, sites):
    stage = sites["small"].stage
    with stage.app.app_context():
        person = stage.person(f"Ada {token_hex(4)}")
        instructs(14, course=SMALL)(stage, person)
        with db.engines["read"].connect() as connection:
            email = connection.execute(select(Person.email).where(Person.id == person)).scalar_one()
    page = tab("small")
    sign_in(page, email.partition("@")[0])
    page.goto("/instructor")
    expect(page).to_have_url(re.compile("/account/second-step$"))
    expect(page.get_by_text("Your role needs it.")).to_be_visible()
    secret = page.locator('[name="secret"]').input_value()
    totp = stage.app.extensions["authenticator"]._totp
    page.get_by_label("Code").fill(totp.from_source(secret).generate(time=int(START.timestamp())).token)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    page.goto("/instructor")
    expect(page).to_have_url(re.compile("/instructor$"))
