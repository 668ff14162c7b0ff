"""Sites and data folders for the commands' tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from course_app.settings import Settings
from tests.running import ROOT, Starter, course_app


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Starter]:
    """Start sites for one test."""
    starter = Starter(tmp_path / "sites")
    yield starter
    starter.end()


@pytest.fixture(scope="module")
def serve_for_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starter]:
    """Start sites for the tests of one file."""
    starter = Starter(tmp_path_factory.mktemp("sites"))
    yield starter
    starter.end()


@pytest.fixture
def program_copy(tmp_path: Path) -> Path:
    """A clone of the program, to be changed by a test."""
    clone = tmp_path / "clone"
    for part in ("course_app", "lessons", "migrations"):
        shutil.copytree(ROOT / part, clone / part, ignore=shutil.ignore_patterns("__pycache__"))
    return clone


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `migrate` leaves it, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    assert course_app("migrate", "--data", "data", cwd=folder).code == 0
    return folder / "data"


@pytest.fixture(scope="session")
def published(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the program's own lessons in it, to be copied."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(migrated, folder / "data")
    assert course_app("lessons", "publish", "--data", "data", cwd=folder).code == 0
    return folder / "data"


@pytest.fixture
def template_data(template: Settings, tmp_path: Path) -> Path:
    """A data folder of this version, with courses and people."""
    return shutil.copytree(template.data, tmp_path / "data")
