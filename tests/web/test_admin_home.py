"""The administrator's home: how old the newest backup is, and what needs attention."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from course_app.domain.backups import name_at
from course_app.gateways import data_folder
from course_app.models import Person
from course_app.services.backing_up import FOLDER
from course_app.services.importing_questions import clear_question_imports
from course_app.services.importing_rosters import clear_rows
from course_app.services.transaction import transaction
from tests import admin_acts, exchange_acts
from tests.conftest import START, person_named


@pytest.fixture
def admin(as_person):
    return as_person("admin")


@pytest.fixture
def backup(app):
    """A backup made at START."""
    folder = app.config["SETTINGS"].data / FOLDER
    folder.mkdir()
    (folder / name_at(START)).touch()


def test_one_person_has_an_account_and_several_have_one(admin, visible):
    assert "8 people have an account here" in visible(admin.get("/admin").text)
    with transaction() as session:
        session.execute(update(Person).where(Person.is_admin.is_(False)).values(erased_at=START))
    assert "1 person has an account here" in visible(admin.get("/admin").text)


def test_every_page_of_the_administration_leads_back_to_course_and_teaching(admin):
    for address in ("/admin", "/admin/people", "/admin/audit"):
        page = admin.get(address).text
        assert ['href="/learn">Your course' in page, 'href="/instructor">Teaching' in page] == [True, True], address


def test_before_the_first_backup_the_home_says_when_it_comes(admin, visible):
    assert "No backup has been made yet; the first one is made while the site serves." in visible(
        admin.get("/admin").text
    )


def test_the_home_says_when_the_newest_backup_was_made(admin, backup, visible):
    page = visible(admin.get("/admin").text)
    assert "The newest backup was made today at 09:00." in page
    assert "Nothing at present" in page


@pytest.mark.parametrize(("hours", "is_old"), [(48, False), (49, True)])
def test_a_missed_night_needs_attention(admin, backup, visible, time, hours, is_old):
    time.advance(hours=hours)
    page = visible(admin.get("/admin").text)
    assert ("No backup has been made since Sunday 22 November 2026 at 09:00" in page) == is_old


def test_where_none_are_made_the_home_says_so(app, admin, backup, visible, time):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], backups_keep=0)
    time.advance(hours=49)
    page = visible(admin.get("/admin").text)
    assert "No backups are made by themselves here." in page
    assert "No backup has been made since" not in page


def test_lists_and_files_that_did_not_come_in_whole_need_attention_for_a_day(admin, visible, time):
    stage = SimpleNamespace(now=START)
    teacher = person_named("instructor").id
    admin_acts.used(5, "list", course="small-course")(stage, person_named("admin").id)
    exchange_acts.done("mixed.gift")(stage, teacher)
    exchange_acts.done("whole.gift", "::A:: Which? {=a ~b ~c}")(stage, teacher)
    page = visible(admin.get("/admin").text)
    assert "1 list of people left rows out See which" in page
    assert "1 file of questions did not come in whole in A small course See which" in page
    clear_rows(START + timedelta(days=2))
    clear_question_imports(START + timedelta(days=2))
    page = visible(admin.get("/admin").text)
    assert ["left rows out" in page, "did not come in whole" in page] == [False, False]


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(("days", "is_long"), [(366, False), (367, True)])
def test_a_source_whose_rule_was_checked_over_a_year_ago_needs_attention(
    as_person, publish_changed, visible, time, days, is_long
):
    publish_changed(**{"seen: page": "seen: page\n  checked-on: 2026-11-22"})
    time.advance(days=days)
    page = visible(as_person("admin").get("/admin").text)
    assert ("1 source was last checked over a year ago in A small course See which" in page) == is_long


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(("free", "is_low"), [(data_folder.LEAST_FREE, False), (data_folder.LEAST_FREE - 1, True)])
def test_a_disk_that_is_nearly_full_needs_attention(admin, visible, monkeypatch, free, is_low):
    monkeypatch.setattr(data_folder, "free_bytes", lambda _folder: free)
    page = visible(admin.get("/admin").text)
    assert ("The disk is nearly full: 499 MB are free. Make room before the next backup." in page) == is_low


def test_the_home_asks_as_much_with_three_lists_as_with_one(admin, cost_of):
    stage, person = SimpleNamespace(now=START), person_named("admin").id
    found = []
    for mark in ("one", "two", "three"):
        admin_acts.used(4, mark, course="small-course")(stage, person)
        exchange_acts.done(f"{mark}.gift", f"::{mark}:: Which {mark}? {{=a ~b ~c}} ::x:: {{")(stage, person)
        found += cost_of((admin, "/admin"))
    assert found[0] == found[2]
