"""A learner has their record issued, prints it and reflects; anybody checks it; an administrator revokes it."""

import io
import re
from secrets import token_hex
from unicodedata import normalize

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import select

from course_app.gateways import passwords
from course_app.models import Course, Enrolment
from course_app.services import accounts
from course_app.services.transaction import transaction
from tests.acts import DEMO
from tests.browser.test_cohort_walk import sign_in
from tests.conftest import PASSWORD, START, person_named
from tests.record_acts import NAMES, complete


def finisher(site, mark):
    """Somebody new who has completed the real course; their e-mail."""
    email = f"done-{mark}@example.org"
    with site.stage.app.app_context():
        person = accounts.make_person(f"Finisher {mark}", email, passwords.hash_of(PASSWORD), START)
        with transaction() as session:
            course = session.scalar(select(Course.id).where(Course.slug == DEMO))
            session.add(Enrolment(person_id=person, course_id=course, created_at=START))
        complete(person, DEMO, START)
    return email


def printed(tab):
    """The pages of what Chromium prints, as text."""
    made = PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in made.pages} == {
        (595, 842)
    }
    return [normalize("NFKC", page.extract_text()) for page in made.pages]


def letters(text):
    """The letters of a text, in no order: what is written from right to left is drawn in another one."""
    return sorted(one for one in normalize("NFKC", text) if one.isalpha())


@pytest.mark.parametrize(("javascript", "name"), [(True, NAMES[0]), (False, NAMES[1])])
def test_a_record_is_issued_printed_checked_revoked_and_issued_again(tab, sites, javascript, name):
    mark = token_hex(4)
    email = finisher(sites["demo"], mark)
    learner = tab("demo", java_script_enabled=javascript)
    sign_in(learner, email, "/learn")
    learner.get_by_role("link", name="your completion record").click()
    learner.get_by_label("Your name on the record").fill(f"  {name} ")
    learner.get_by_role("button", name="Issue my record").click()
    expect(learner.get_by_role("status").first).to_contain_text("Your record is issued.")
    expect(learner.get_by_role("button", name="Copy the line")).to_be_visible(visible=javascript)
    learner.get_by_label("Now what?").fill(f"先问 {name}")
    learner.get_by_role("button", name="Keep it").click()
    expect(learner.get_by_label("Now what?")).to_have_value(f"先问 {name}")
    learner.get_by_role("button", name="Do not ask me").click()
    expect(learner.get_by_text("No mail will ask you about it.")).to_be_visible()

    learner.get_by_role("link", name="Open it").click()
    expect(learner.get_by_role("heading", level=1)).to_have_text(name)
    pages = printed(learner)
    assert len(pages) == 1
    assert set(letters(name)) <= set(letters(pages[0]))
    assert "How to check it" in pages[0]
    assert "does not permit you to needle" in " ".join(pages[0].split())
    assert not re.search("Account|Sign out|Apply|Genuine", pages[0])

    visitor = tab("demo", java_script_enabled=javascript)
    visitor.goto(learner.url)
    expect(visitor.get_by_role("status").first).to_contain_text("Genuine")
    expect(visitor.get_by_role("heading", level=1)).to_have_text(name)

    admin = tab("demo", java_script_enabled=javascript)
    with sites["demo"].stage.app.app_context():
        session = sites["demo"].stage.cookie(person_named("admin").id)
    admin.context.add_cookies([{"name": "course_session", "value": session, "url": sites["demo"].origin}])
    admin.goto(f"/admin/people?q=done-{mark}")
    admin.get_by_role("link", name=f"Finisher {mark}").click()
    admin.get_by_text("Revoke this record").first.click()
    form = admin.locator("form[action$='/revocation']")
    form.get_by_label("Reason").fill("Somebody else answered")
    form.get_by_role("button").click()
    expect(admin.get_by_role("status").first).to_contain_text("The record is revoked.")
    visitor.reload()
    expect(visitor.get_by_role("alert").first).to_contain_text("Somebody else answered")
    admin.get_by_text("Issue it again").first.click()
    form = admin.locator("form[action$='/correction']")
    form.get_by_label("The name as it should stand").fill(NAMES[2])
    form.get_by_label("Reason").fill("As in the passport")
    form.get_by_role("button").click()
    expect(admin.get_by_role("status").first).to_contain_text("issued again under that name")
    learner.goto(f"/learn/{DEMO}/record")
    expect(learner.get_by_role("heading", level=2).first).to_have_text(NAMES[2])
    visitor.goto(learner.get_by_role("link", name="Open it").get_attribute("href"))
    expect(visitor.get_by_role("heading", level=1)).to_have_text(NAMES[2])
    expect(visitor.get_by_role("status").first).to_contain_text("Genuine")
