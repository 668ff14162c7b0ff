"""The administrator's home: how old the newest backup is."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from course_app.domain.backups import name_at
from course_app.models import Person
from course_app.services.backing_up import FOLDER
from course_app.services.transaction import transaction
from tests.conftest import START


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
