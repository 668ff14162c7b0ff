"""What is kept in the process: asked for once, together, and in the order in which it was wanted."""

import pytest

from course_app.queries import kept as module
from course_app.queries.kept import kept, kept_many


@pytest.fixture
def made():
    """What was asked for, each time."""
    return []


@pytest.fixture
def doubled(app, made):
    """Numbers doubled, as something slow would."""

    def make(keys):
        made.append(list(keys))
        return {key: 2 * key for key in keys}

    return lambda *keys: kept_many("doubled", keys, make)


def test_only_what_is_missing_is_made_and_all_of_it_at_once(doubled, made):
    assert doubled(3, 1) == {3: 6, 1: 2}
    assert list(doubled(2, 1, 5, 3)) == [2, 1, 5, 3]
    assert doubled(5, 2) == {5: 10, 2: 4}
    assert made == [[3, 1], [2, 5]]


def test_one_and_many_share_what_is_kept(doubled, made):
    doubled(4)
    assert kept("doubled", 4, lambda: 0) == 8
    assert made == [[4]]


def test_the_eldest_goes_when_there_are_too_many(doubled, made, monkeypatch):
    monkeypatch.setattr(module, "MOST", 3)
    doubled(1, 2, 3)
    doubled(4)
    assert doubled(3, 4, 1) == {3: 6, 4: 8, 1: 2}
    assert made == [[1, 2, 3], [4], [1]]
