"""What the tests of the verbs share: who teaches the small course, and its outline."""

import pytest

from course_app.queries.catalogue import Outline, newest_outline
from tests.conftest import person_named


@pytest.fixture
def ann(app: object) -> int:
    """The id of the small course's instructor."""
    return person_named("instructor").id


@pytest.fixture
def small(app: object) -> Outline:
    """The outline of the small course, as it was published first."""
    return newest_outline("small-course")
