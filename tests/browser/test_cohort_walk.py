"""From a key to an export: an administrator makes it, it enrols a newcomer, and their trust's observer sees them."""

import csv
import io
import re
from secrets import token_hex

from playwright.sync_api import expect

from course_app.gateways import passwords
from course_app.services import accounts, grouping
from course_app.services.administering import let_observe
from course_app.services.enrolling_others import enrol
from course_app.services.grouping import CohortSettings
from tests.conftest import PASSWORD, START, person_named


def furnished(site, mark):
    """A trust with a cohort and somebody of its own who observes it; the cohort's page and the observer's e-mail."""
    with site.stage.app.app_context():
        admin, email = person_named("admin").id, f"watch-{mark}@example.org"
        trust = grouping.make_organisation(admin, f"Trust {mark}", START)
        autumn = CohortSettings(f"Autumn {mark}", organisation=trust)
        cohort = grouping.make_cohort(admin, "small-course", autumn, START)
        accounts.make_person("Wanda Watcher", email, passwords.hash_of(PASSWORD), START)
        let_observe(admin, person_named(f"watch-{mark}").public_id, trust, START)
    return f"/admin/cohorts/{cohort}", email


def sign_in(tab, email, onwards):
    tab.goto(f"/sign-in?next={onwards}")
    tab.get_by_label("E-mail").fill(email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    expect(tab).to_have_url(re.compile(re.escape(onwards)))


def test_a_newcomer_is_enrolled_by_a_key_and_their_trust_sees_and_exports_them(tab, sites, tmp_path):
    mark = token_hex(4)
    cohort, observer = furnished(sites["small"], mark)
    admin = tab("small")
    sign_in(admin, "admin@example.org", cohort)
    admin.get_by_label("How many may use it").fill("1")
    admin.get_by_role("button", name="Make a key").click()
    link = admin.locator("main small a[href*='enrol']")
    expect(link).to_be_visible()
    path = "/enrol" + link.inner_text().partition("/enrol")[2]

    newcomer = tab("small")
    newcomer.complaints.expected.append("status of 422")
    newcomer.goto(path)
    newcomer.get_by_role("link", name="Create an account").click()
    newcomer.get_by_label("Name").fill(f"Łucja {mark}")
    newcomer.get_by_label("E-mail").fill(f"new-{mark}@example.org")
    newcomer.get_by_label("Password").fill("correct horse battery staple")
    newcomer.get_by_role("button", name="Create an account").click()
    newcomer.get_by_role("button", name="Enrol", exact=True).click()
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text(f"Łucja {mark}")
    newcomer.goto(path)
    newcomer.get_by_role("button", name="Enrol", exact=True).click()
    expect(newcomer.get_by_role("alert")).to_contain_text("with this key’s group already")

    watcher = tab("small")
    sign_in(watcher, observer, "/observer")
    row = watcher.get_by_role("row", name=re.compile(f"Łucja {mark}"))
    expect(row).to_contain_text("Not started")
    watcher.get_by_label("Show").select_option("completed")
    watcher.get_by_role("button", name="Show").click()
    expect(watcher.get_by_text("Nobody is found like that.")).to_be_visible()
    watcher.get_by_role("link", name="Show everybody").click()
    with watcher.expect_download() as download:
        watcher.get_by_role("link", name="Download this learner as CSV").click()
    download.value.save_as(tmp_path / "progress.csv")
    _header, one = csv.reader(io.StringIO((tmp_path / "progress.csv").read_text("utf-8-sig")))
    assert (one[0], one[1], one[6]) == (f"Łucja {mark}", f"new-{mark}@example.org", "Not started")

    admin.reload()
    expect(admin.get_by_role("row", name=re.compile("1 of 1"))).to_contain_text("Full")


def test_a_cohort_gets_times_of_its_own_and_its_learner_finds_them_on_the_start_page(tab, sites):
    mark = token_hex(4)
    email = f"moved-{mark}@example.org"
    with sites["small"].stage.app.app_context():
        admin = person_named("admin").id
        accounts.make_person(f"Mair {mark}", email, passwords.hash_of(PASSWORD), START)
        cohort = grouping.make_cohort(admin, "closed-course", CohortSettings(f"Ŵinter {mark}"), START)
        enrol(admin, person_named(f"moved-{mark}").public_id, "closed-course", cohort, START)
    page = tab("small")
    page.complaints.expected.append("status of 422")
    sign_in(page, "admin@example.org", f"/admin/cohorts/{cohort}/windows")
    page.locator("main").get_by_role("link", name="Change the times").first.click()
    page.get_by_label("Days later").fill("soon")
    page.get_by_role("button", name="Keep the times").click()
    expect(page.get_by_role("link", name=re.compile("Write a whole number of days"))).to_be_visible()
    for days, when in (("−1", "Sunday 22 November 2026 from 09:00 to 09:45"), ("7", "Monday 30 November 2026")):
        page.get_by_label("Days later").fill(days)
        page.get_by_role("button", name="Keep the times").click()
        expect(page.locator("main")).to_contain_text(when)
        page.locator("main").get_by_role("link", name="Change the times").first.click()
    learner = tab("small")
    sign_in(learner, email, "/learn/closed-course/quizzes/gate")
    expect(learner.locator("main")).to_contain_text("For you on Monday 30 November 2026")
