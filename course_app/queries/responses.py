"""Which response stands in a slot, as an expression for a statement over AttemptItem.

The rule is the domain's (`domain.responses.current`): of those that counted at receipt, the newest.
"""

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import aliased

from course_app.models import AttemptItem, Response


def current_response_id() -> ScalarSelect[int]:
    """The id of the response that counts in an item's slot; NULL when there is none."""
    one = aliased(Response)
    return _last(one, one.id, one.revision, one.counts)


def latest_response_id(client: ColumnElement[str]) -> ScalarSelect[int]:
    """The id of the response with the highest number that a client has sent for an item's slot."""
    one = aliased(Response)
    return _last(one, one.id, one.seq, one.client == client)


def asked_response_id(problem: str) -> ScalarSelect[int]:
    """The id of the newest response with that problem which came after the one that counts; NULL when none did."""
    one, counting = aliased(Response), aliased(Response)
    revision = _last(counting, counting.revision, counting.revision, counting.counts)
    return _last(one, one.id, one.revision, one.counts.is_(False), one.problem == problem, one.revision > revision)


def _last(
    one: type[Response], wanted: ColumnElement[int], order: ColumnElement[int], *conditions: ColumnElement[bool]
) -> ScalarSelect[int]:
    """What is wanted of the last response, in that order, among those in an item's slot that fulfil the conditions."""
    return (
        select(wanted)
        .where(one.attempt_id == AttemptItem.attempt_id, one.slot == AttemptItem.slot, *conditions)
        .order_by(order.desc())
        .limit(1)
        .correlate(AttemptItem)
        .scalar_subquery()
    )
