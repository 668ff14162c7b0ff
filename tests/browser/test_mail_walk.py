"""Mails that nobody has to get: the newsletter from asking to stopping, and the reminders and ends of a cohort."""

from datetime import timedelta
from secrets import token_hex

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from course_app.extensions import read_connection
from course_app.models import Message, Person
from course_app.services import accounts, grouping
from course_app.services.enrolling_others import enrol
from tests.browser.test_teaching import sign_in
from tests.conftest import START, person_named


def link_to(site, address):
    """The path of the link in the newest mail to that address."""
    with site.stage.app.app_context(), read_connection() as connection:
        newest = select(Message.link).where(Message.address == address).order_by(Message.id.desc()).limit(1)
        return "/updates/" + connection.execute(newest).scalar_one().rpartition("/")[2]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_visitor_has_the_newsletter_sent_stops_it_and_an_administrator_sees_each_step(tab, sites, time, javascript):
    address = f"reader-{token_hex(4)}@example.org"
    visitor, admin = tab("small", java_script_enabled=javascript), tab("small", java_script_enabled=javascript)
    visitor.complaints.expected += ["status of 422", "status of 404"]
    visitor.goto("/")
    visitor.get_by_role("link", name="Newsletter").click()
    time.advance(seconds=5)
    visitor.get_by_label("E-mail").fill("reader")
    visitor.get_by_role("button", name="Send me the link").click()
    expect(visitor.get_by_role("alert")).to_contain_text("Write the e-mail in full")
    visitor.get_by_label("E-mail").fill(address)
    visitor.get_by_role("button", name="Send me the link").click()
    expect(visitor.get_by_role("status").first).to_contain_text("Look into your mail")
    link = link_to(sites["small"], address)
    visitor.goto(link)
    visitor.reload()
    visitor.get_by_role("button", name="I agree, send it to me").click()
    expect(visitor.get_by_role("status").first).to_contain_text("comes to you from now on")
    visitor.goto(link)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("This link does not work any more")

    sign_in(admin, "admin")
    admin.goto("/admin/messages")
    admin.get_by_role("link", name="Newsletter: who gets it").click()
    admin.get_by_role("searchbox", name="E-mail").fill(address)
    admin.get_by_role("button", name="Show").click()
    admin.get_by_role("link", name=address).click()
    expect(admin.get_by_text("Agreed on")).to_contain_text("by the link in a mail")
    with admin.expect_download() as download:
        admin.goto("/admin/newsletter")
        admin.get_by_role("link", name="Download who gets it as CSV").click()
    rows = download.value.path().read_text("utf-8-sig").splitlines()
    (row,) = [line for line in rows if line.startswith(address)]
    visitor.goto("/mails/" + row.rpartition("/mails/")[2])
    visitor.get_by_role("button", name="Stop these mails").click()
    expect(visitor.get_by_role("status").first).to_contain_text("These mails are stopped.")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_administrator_sets_a_reminder_and_when_access_ends_for_a_cohort(tab, sites, javascript):
    name, long_ago = f"Intake {token_hex(4)}", START - timedelta(days=20)
    with sites["small"].stage.app.app_context():
        admin = person_named("admin").id
        cohort = grouping.make_cohort(admin, "small-course", grouping.CohortSettings(name), long_ago)
        learner = accounts.make_person(name, f"{token_hex(4)}@example.org", None, long_ago)
        with read_connection() as connection:
            person = connection.execute(select(Person.public_id).where(Person.id == learner)).scalar_one()
        enrol(admin, person, "small-course", cohort, long_ago)
    tab = tab("small", java_script_enabled=javascript)
    tab.complaints.expected.append("status of 422")
    sign_in(tab, "admin")
    tab.goto(f"/admin/cohorts/{cohort}")
    tab.get_by_role("link", name="Reminders:").click()
    tab.get_by_label("Whom to remind").select_option("Who has not begun")
    tab.get_by_label("Number of days").fill("ten")
    tab.get_by_label("Your own words").fill("Ŵythnos: ring us.")
    tab.get_by_role("button", name="See the mail").click()
    expect(tab.get_by_role("alert")).to_contain_text("Write a whole number in digits")
    expect(tab.get_by_label("Your own words")).to_have_value("Ŵythnos: ring us.")
    tab.get_by_label("Number of days").fill("10")
    tab.get_by_role("button", name="See the mail").click()
    expect(tab.get_by_role("article", name="The mail")).to_contain_text("Ŵythnos: ring us.")
    tab.get_by_role("button", name="Set it").click()
    rule = tab.get_by_role("listitem").filter(has_text="10 days after they could begin")
    expect(rule).to_contain_text("On")
    tab.reload()
    rule.get_by_role("button", name="Switch off").click()
    expect(rule).to_contain_text("Off")

    tab.get_by_role("link", name=name).click()
    tab.get_by_role("link", name="When access ends").click()
    tab.get_by_label("Last day of access").fill("2027-03-31")
    tab.get_by_role("button", name="See how many it changes").click()
    tab.get_by_role("button", name="Change it for one learner").click()
    expect(tab.get_by_role("status").first).to_contain_text("Changed for 1 learner.")
    expect(tab.get_by_text("1, 31 March 2027")).to_be_visible()
