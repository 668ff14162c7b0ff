"""Which claims make a question stale."""

from datetime import UTC, datetime

from course_app.domain.evidence import outdated

BEFORE, THEN, AFTER = (datetime(2026, 11, day, tzinfo=UTC) for day in (21, 22, 23))


def test_a_claim_that_changed_after_the_question_was_looked_at_makes_it_stale():
    assert outdated(("C1", "C2", "C3"), THEN, {"C1": BEFORE, "C2": AFTER, "C3": THEN}) == ("C2",)


def test_so_does_a_claim_that_the_course_has_no_more():
    assert outdated(("C1", "C9"), THEN, {"C1": BEFORE}) == ("C9",)


def test_nothing_else_does():
    assert outdated(("C1",), THEN, {"C1": BEFORE, "C2": AFTER}) == ()
