"""The list of erasures, and applying it again: to data that were restored, and after a sudden end."""

import json
import zipfile

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from course_app.domain.erasure import Erasure
from course_app.extensions import read_connection
from course_app.gateways import erasure_list
from course_app.gateways.backup_file import BackupProblem
from course_app.gateways.erasure_list import ErasureListProblem
from course_app.models import AuditEntry, Person, SignIn
from course_app.queries.schema import schema
from course_app.services import administering, erasing, signing_in
from course_app.services.backing_up import back_up
from course_app.services.restoring import restore
from tests.conftest import START, another_app, person_named

LINE = "2026-11-22T09:00:00.000+00:00 {}\n"


@pytest.fixture
def admin(app):
    return person_named("admin").id


@pytest.fixture
def path(app):
    return erasure_list.path_in(app.config["SETTINGS"].data)


@pytest.fixture
def learner(app):
    return person_named("learner").public_id


def erased():
    """Whose data the database shows as erased, and when."""
    with read_connection() as connection:
        return connection.execute(
            select(Person.public_id, Person.name, Person.erased_at).where(Person.erased_at.is_not(None))
        ).all()


def reasons():
    with read_connection() as connection:
        verbs = ("data erased", "data erased again")
        about = select(AuditEntry.verb, AuditEntry.reason).where(AuditEntry.verb.in_(verbs))
        return [tuple(one) for one in connection.execute(about.order_by(AuditEntry.id))]


def test_the_list_says_who_and_when_for_its_owner_alone(admin, learner, path):
    erasing.erase(admin, learner, "By letter", START)
    erasing.erase(admin, learner, "By letter", START)
    assert (path.read_text(), path.stat().st_mode & 0o777) == (LINE.format(learner), 0o600)
    assert reasons() == [("data erased", "By letter")]


def test_a_line_that_was_being_written_when_the_machine_stopped_gives_way_to_the_next(tmp_path):
    path = tmp_path / "erasures.txt"
    path.write_text(LINE.format("a" * 32) + "2026-11-22T09:0")
    assert erasure_list.read(path) == [Erasure("a" * 32, START)]
    erasure_list.add(path, [Erasure("b" * 32, START)])
    assert path.read_text() == LINE.format("a" * 32) + LINE.format("b" * 32)


@pytest.mark.parametrize("line", ["", "hello", LINE.format("a" * 31).strip(), "2026-11-22 " + "a" * 32])
def test_a_list_with_another_line_is_refused_with_its_number(tmp_path, line):
    path = tmp_path / "erasures.txt"
    path.write_text(f"{LINE.format('a' * 32)}{line}\n")
    with pytest.raises(ErasureListProblem, match="line 2 is"):
        erasure_list.read(path)


def test_nothing_is_erased_when_the_list_cannot_be_written(admin, learner, path):
    path.mkdir()
    with pytest.raises(erasing.NotErased, match=r"cannot be written .* Nothing was erased\."):
        erasing.erase(admin, learner, "By letter", START)
    assert erased() == []
    assert person_named("learner").public_id == learner


def test_the_last_administrator_and_oneself_are_not_erased(admin, learner, path):
    for actor in (None, person_named("learner").id):
        with pytest.raises(administering.LastAdministrator):
            erasing.erase(actor, person_named("admin").public_id, "By letter", START)
    with pytest.raises(administering.OwnAccount):
        erasing.erase(admin, person_named("admin").public_id, "By letter", START)
    with pytest.raises(administering.NoSuchPerson):
        erasing.erase(admin, "0" * 32, "By letter", START)
    assert (erased(), path.exists()) == ([], False)
    administering.make_administrator(admin, learner, "Takes over", START)
    erasing.erase(person_named("learner").id, person_named("admin").public_id, "By letter", START)
    assert len(erased()) == 1


def test_what_is_on_the_list_and_not_in_the_database_is_done_by_the_worker(learner, path, time):
    path.write_text(LINE.format(learner) + LINE.format("f" * 32))
    now = time.advance(days=3)
    assert [one.person for one in erasing.listed_but_there()] == [learner]
    assert (erasing.keep_erased(now), erasing.keep_erased(now)) == (1, 0)
    assert erased() == [(learner, "Erased person", START)]
    assert reasons() == [("data erased again", "Erased on 22 November 2026; these data were of an earlier day.")]


def test_what_a_request_that_had_begun_writes_after_the_erasure_goes_too(admin, learner, time):
    person = person_named("learner").id
    erasing.erase(admin, learner, "By letter", START)
    signing_in.open_sign_in(person, "a token", "Firefox", "192.0.2.1", START)
    assert erasing.keep_erased(time.advance(minutes=5)) == 0
    with read_connection() as connection:
        assert connection.execute(select(SignIn.id).where(SignIn.person_id == person)).all() == []
    assert reasons() == [("data erased", "By letter")]


def test_a_list_that_misses_something_is_completed_from_the_database(admin, learner, path):
    erasing.erase(admin, learner, "By letter", START)
    path.unlink()
    erasing.keep_erased(START)
    assert path.read_text() == LINE.format(learner)


def test_a_backup_holds_the_list_as_the_data_show_it(admin, learner, path, tmp_path):
    erasing.erase(admin, learner, "By letter", START)
    path.unlink()
    made = back_up(tmp_path / "later.zip", START)
    with zipfile.ZipFile(made.path) as archive:
        assert archive.read("erasures.txt").decode() == LINE.format(learner)
        assert json.loads(archive.read("manifest.json"))["format"] == 2


def test_a_backup_of_before_an_erasure_comes_back_without_that_person(admin, learner, path, tmp_path, time):
    before = back_up(tmp_path / "before.zip", START)
    erasing.erase(admin, learner, "By letter", START)
    done = restore(before.path, time.advance(days=1), force=True)
    assert (done.erased, erased()) == (1, [(learner, "Erased person", START)])
    assert reasons()[0][0] == "data erased again"
    assert path.read_text() == LINE.format(learner)
    back = restore(done.kept, time.advance(days=1), force=True)
    assert (back.erased, erased()) == (0, [(learner, "Erased person", START)])


def test_the_data_that_are_there_know_of_an_erasure_when_the_list_is_lost(admin, learner, path, tmp_path, time):
    before = back_up(tmp_path / "before.zip", START)
    erasing.erase(admin, learner, "By letter", START)
    path.unlink()
    assert restore(before.path, START, force=True).erased == 1
    assert path.read_text() == LINE.format(learner)


@pytest.mark.parametrize("named", ["list", "newer backup"])
def test_in_an_empty_place_the_list_comes_from_where_it_is_named(admin, learner, path, elsewhere, tmp_path, named):
    before = back_up(tmp_path / "before.zip", START)
    erasing.erase(admin, learner, "By letter", START)
    given = path if named == "list" else back_up(tmp_path / "newer.zip", START).path
    with another_app(elsewhere):
        there = erasure_list.path_in(elsewhere.data)
        done = restore(before.path, START, force=False, erasures=given)
        assert (done.erased, erased()) == (1, [(learner, "Erased person", START)])
        assert there.read_text() == LINE.format(learner)


def test_in_an_empty_place_without_a_list_it_is_told_that_none_was_found(admin, learner, elsewhere, tmp_path):
    before = back_up(tmp_path / "before.zip", START)
    erasing.erase(admin, learner, "By letter", START)
    with another_app(elsewhere):
        there = erasure_list.path_in(elsewhere.data)
        assert restore(before.path, START, force=False).erased is None
        assert (erased(), there.read_text()) == ([], "")
        there.write_text(LINE.format(learner))
        assert erasing.apply_list(START) == 1
        assert len(erased()) == 1


def test_a_backup_of_an_older_version_is_brought_to_this_one_to_be_erased_in(admin, learner, elsewhere, tmp_path):
    newest = schema().newest
    downgrade()
    before = back_up(tmp_path / "before.zip", START)
    upgrade()
    erasing.erase(admin, learner, "By letter", START)
    newer = back_up(tmp_path / "newer.zip", START)
    with another_app(elsewhere):
        assert restore(before.path, START, force=False, erasures=newer.path).erased == 1
        assert (schema().current, len(erased())) == (newest, 1)


def test_an_administrator_who_was_the_last_one_then_is_erased_again_all_the_same(admin, learner, tmp_path):
    before = back_up(tmp_path / "before.zip", START)
    administering.make_administrator(admin, learner, "Takes over", START)
    erasing.erase(person_named("learner").id, person_named("admin").public_id, "By letter", START)
    assert restore(before.path, START, force=True).erased == 1
    with read_connection() as connection:
        assert connection.execute(select(Person.id).where(Person.is_admin)).all() == []


def test_a_list_that_cannot_be_read_is_refused_before_anything_is_replaced(admin, learner, path, tmp_path):
    before = back_up(tmp_path / "before.zip", START)
    erasing.erase(admin, learner, "By letter", START)
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("no list\n")
    with pytest.raises(BackupProblem, match=r"line 1 is “no list”.*Nothing was changed"):
        restore(before.path, START, force=True, erasures=wrong)
    path.write_text("no list\n")
    with pytest.raises(BackupProblem, match=r"line 1 is “no list”.*Nothing was changed"):
        restore(before.path, START, force=True)
    assert reasons() == [("data erased", "By letter")]
