"""`course-app backup` and `course-app restore`, while the site serves and after it."""

import shutil
from pathlib import Path

import pytest

from tests.running import Ended, Site, Starter, course_app, wait_until

NEW = {"name": "Rut Root", "email": "root@example.org", "password": "correct horse battery"}


@pytest.fixture
def site(serve: Starter, published: Path, tmp_path: Path) -> Site:
    """A running site with one administrator."""
    started = serve(shutil.copytree(published, tmp_path / "data"))
    link = next(line for line in started.lines if "first-administrator" in line).rpartition(f":{started.port}")[2]
    assert started.post(link, **NEW)[0] == 200
    return started


def test_a_backup_made_while_the_site_serves_restores_into_an_empty_folder(
    site: Site, serve: Starter, tmp_path: Path
) -> None:
    made = course_app("backup", "site.zip", "--data", site.folder, cwd=tmp_path)
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("site.zip: ")
    restored = course_app("restore", "site.zip", "--data", "elsewhere", cwd=tmp_path)
    assert (restored.code, restored.err) == (0, "")
    assert restored.out.startswith("Restored ")
    second = serve(tmp_path / "elsewhere")
    second.cookies = site.cookies
    assert "Rut Root" in second.get("/account")[1], "the session's key came back too"


def test_a_running_site_is_not_restored_over(site: Site, tmp_path: Path) -> None:
    assert course_app("backup", "site.zip", "--data", site.folder, cwd=tmp_path).code == 0
    ended = course_app("restore", "site.zip", "--data", site.folder, "--force", cwd=tmp_path)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("Another “course-app serve” is running on")


def test_without_force_data_stay_and_with_it_they_are_kept_as_a_backup(published: Path, tmp_path: Path) -> None:
    data = shutil.copytree(published, tmp_path / "data")
    assert course_app("backup", "site.zip", "--data", data, cwd=tmp_path).code == 0
    refused = course_app("restore", "site.zip", "--data", data, cwd=tmp_path)
    assert (refused.code, refused.out, refused.err) == (
        1,
        "",
        "There are data already. Nothing was changed. Restore into an empty place, "
        "or add --force: what is there is then kept as a backup.\n",
    )
    done = course_app("restore", "site.zip", "--data", data, "--force", cwd=tmp_path)
    assert done.out.splitlines()[-1].startswith("Restored ")
    (kept,) = (data / "backups").glob("before-restore-*.zip")
    assert (done.code, done.out.splitlines()[0]) == (0, f"What was there is kept in {kept}.")


def test_what_was_erased_after_a_backup_is_erased_again_and_told(template_data: Path, tmp_path: Path) -> None:
    def run(*arguments: str | Path) -> Ended:
        ended = course_app(*arguments, cwd=tmp_path)
        assert (ended.code, ended.err) == (0, "")
        return ended

    run("backup", "before.zip", "--data", template_data)
    run("people", "erase", "learner@example.org", "--yes", "--data", template_data)
    again = "Erased again the data of one person, which were erased after that backup was made."
    assert run("restore", "before.zip", "--data", template_data, "--force").out.splitlines()[-1] == again
    assert run("restore", "before.zip", "--data", "empty").out.splitlines()[-1] == (
        f"No list of erasures was found in {tmp_path / 'empty'}. If data of people were erased after that backup was "
        "made, they are back: restore it once more with --force, and name the newest list, or the newest backup, with "
        "--erasures FILE."
    )
    named = ("--force", "--erasures", template_data / "erasures.txt")
    assert run("restore", "before.zip", "--data", "empty", *named).out.splitlines()[-1] == again
    ended = course_app("people", "erase", "learner@example.org", "--yes", "--data", "empty", cwd=tmp_path)
    assert (ended.code, ended.err) == (1, "Nobody here has the e-mail learner@example.org. Nothing was erased.\n")


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    ended = course_app("restore", "nothing.zip", "--data", "data", cwd=tmp_path)
    assert (ended.code, ended.err) == (1, f"{tmp_path}/nothing.zip: No such file or directory.\n")


def test_the_site_makes_its_first_nightly_backup_by_itself(site: Site) -> None:
    assert wait_until(lambda: list((site.folder / "backups").glob("nightly-*.zip")), 20)
