"""The administrator's walk: 400 pasted addresses, 12 of them bad, from the form to the corrected rows."""

import csv
import io
import re
import time as stopwatch

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from course_app.extensions import read_connection
from course_app.models import Message
from course_app.services.demonstrating import PASSWORD
from course_app.services.importing_rosters import continue_imports
from tests.conftest import START

BAD = (
    "anna.example.org",
    "ben@",
    "@example.org",
    "dan@@example.org",
    "eve @example.org",
    "finn@example",
    "gus@exa mple.org",
    "",
    "ivo@-example.org",
    "jan.@example.org",
    "kim@example.org; kim2@example.org",
    "lou@example..org",
)
NAMES = ("Siân Ŵyn", "Łucja Wójcik", "نور الهدى العلي", "陳美玲", "İpek Demir")
LONGEST = 120


def pasted(mark):
    """As copied from a spreadsheet: tabs, and the bad ones spread over the list."""
    rows = [(f"{NAMES[one % 5]} {one}", f"{mark}{one}@example.org") for one in range(388)]
    for place, email in enumerate(BAD):
        rows.insert(place * 33, (f"Bad {place}", email))
    return "Name\tE-mail\n" + "\n".join(f"{name}\t{email}" for name, email in rows)


def mails(sites, mark):
    with sites["demo"].stage.app.app_context(), read_connection() as connection:
        condition = Message.address.like(f"{mark}%@example.org"), Message.link.like("%/invitations/%")
        return connection.scalar(select(func.count()).select_from(Message).where(*condition))


def sign_in(tab):
    tab.goto("/sign-in?next=/admin")
    tab.get_by_label("E-mail").fill("admin@example.org")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Administration")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_400_pasted_addresses_are_enrolled_and_the_12_bad_ones_downloaded(tab, sites, javascript, tmp_path):
    mark = "script" if javascript else "plain"
    tab = tab("demo", java_script_enabled=javascript)
    with sites["demo"].stage.app.app_context():
        continue_imports(START)  # what pages of other tests left under way
    began = stopwatch.monotonic()
    sign_in(tab)
    tab.get_by_role("link", name="Enrol people from a list").click()
    tab.get_by_label("Cohort").fill(f"Autumn {mark}")
    tab.get_by_label("Or paste the list").fill(pasted(mark))
    tab.get_by_role("button", name="See what will happen").click()

    heading = tab.get_by_role("heading", level=1)
    expect(heading).to_have_text("Check what will happen to each of the 400 rows")
    expect(tab.locator(".lead")).to_contain_text("388 people will be added and enrolled")
    expect(tab.locator(".lead")).to_contain_text("12 rows cannot be used; the rest can go ahead without them.")
    expect(tab.locator("tr.is-danger")).to_have_count(12)
    assert mails(sites, mark) == 0
    tab.get_by_role("button", name="Add 388").click()

    expect(heading).to_have_text("0 of 400 rows are done")
    with sites["demo"].stage.app.app_context():
        assert continue_imports(START) == 4
    expect(heading).to_have_text("The list has been dealt with")
    expect(tab.locator(".lead")).to_contain_text("388 people were added and enrolled")
    expect(tab.locator(".lead")).to_contain_text("12 rows were left out.")
    with tab.expect_download() as download:
        tab.get_by_role("link", name=re.compile("Download the 12 rows left out")).click()
    seconds = stopwatch.monotonic() - began

    download.value.save_as(tmp_path / "left-out.csv")
    header, *rows = csv.reader(io.StringIO((tmp_path / "left-out.csv").read_text("utf-8-sig")))
    assert header == ["Name", "E-mail", "Line", "Why"]
    assert [(row[0], row[1].lstrip("'")) for row in rows] == [(f"Bad {place}", one) for place, one in enumerate(BAD)]
    assert mails(sites, mark) == 388
    assert seconds < LONGEST
