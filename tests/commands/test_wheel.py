"""The program from its wheel: lessons and migrations travel inside."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.running import PATIENCE, ROOT, Starter, course_app


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked: all that installing a pure wheel does."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "built"]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE)
    (wheel,) = (folder / "built").iterdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_the_program_alone(installed: Path) -> None:
    assert sorted(path.name.partition("-")[0] for path in installed.iterdir()) == ["course_app", "course_app"]


def test_its_lessons_are_read_from_inside(installed: Path, tmp_path: Path) -> None:
    ended = course_app("lessons", "check", cwd=tmp_path, program=installed)
    assert (ended.code, ended.err) == (0, "")


def test_it_serves_from_a_folder_that_has_nothing_of_the_clone(serve: Starter, installed: Path, tmp_path: Path) -> None:
    site = serve(tmp_path / "data", program=installed)
    assert [site.get(path)[0] for path in ("/", "/health/ready")] == [200, 200]
