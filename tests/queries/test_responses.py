"""Which response stands in a slot: how the statements are put, which the tests of the services cannot see."""

import pytest

from course_app.domain.responses import NEWER_ANSWER, TOO_LATE
from course_app.queries.responses import WAS_LATE, asked_response_id, marked_response_id


@pytest.mark.parametrize(
    ("expression", "problem"),
    [(marked_response_id(), TOO_LATE), (asked_response_id(NEWER_ANSWER), NEWER_ANSWER), (WAS_LATE, TOO_LATE)],
)
def test_a_problem_that_an_index_names_is_spelt_out_so_that_it_is_planned_once(expression, problem):
    sql = str(expression)
    assert (f"problem = '{problem}'" in sql, "problem = :" in sql) == (True, False)
