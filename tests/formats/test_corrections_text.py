"""Corrections as text: in the order of the course, whatever order they came in."""

from datetime import UTC, datetime
from itertools import permutations

from course_app.formats.corrections_text import Line, write

DAY, LATER = datetime(2026, 11, 22, 9, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC)
LINES = [
    Line((1, 2), "1.1 First (first)", "b", "Then.", "It is second.", DAY),
    Line((1, 1), "1.1 First (first)", "a", "Now.", "It is later.", LATER),
    Line((1, 1), "1.1 First (first)", "a", "Now.", "It is earlier.", DAY),
    Line((2, 3), "1.2 Second (second)", "c", "Never.", "# It is `once`", DAY),
]
TEXT = """# Corrections suggested to “Tea”

## 1.1 First (first)

### a

Passage: Now.

- 2026-11-22: It is earlier.
- 2026-11-23: It is later.

### b

Passage: Then.

- 2026-11-22: It is second.

## 1.2 Second (second)

### c

Passage: Never.

- 2026-11-22: # It is `once`
"""


def test_they_stand_by_lesson_and_passage_in_the_order_of_the_course():
    assert {write("Tea", lines) for lines in permutations(LINES)} == {TEXT}


def test_an_empty_list_says_so():
    assert write("Tea", []) == "# Corrections suggested to “Tea”\n\nNone is waiting to be decided.\n"
