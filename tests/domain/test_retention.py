"""How long data are kept, in words and in moments."""

from datetime import UTC, datetime, timedelta

import pytest

from course_app.domain.retention import DEFAULTS, before, goes_at, rules

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "sentence"), [(0, "Until it is erased."), (1, "One day."), (90, "90 days."), (3650, "3,650 days.")]
)
def test_a_rule_says_how_long_and_what_goes_next(days, sentence):
    (rule, *_) = rules(DEFAULTS | {"sign_ins": days})
    limit = before(rule, NOW)
    assert rule.sentence == sentence
    assert limit == (NOW - timedelta(days=days) if days else None)
    assert goes_at(rule, None) is None
    assert goes_at(rule, limit) == (NOW if days else None)
