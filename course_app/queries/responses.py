"""Which response stands in a slot, as an expression for a statement over AttemptItem.

The rule is the domain's (`domain.responses.current`): of those that counted at receipt, the newest.
"""

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import aliased

from course_app.models import AttemptItem, Response


def current_response_id() -> ScalarSelect[int]:
    """The id of the response that counts in an item's slot; NULL when there is none."""
    one = aliased(Response)
    return (
        select(one.id)
        .where(one.attempt_id == AttemptItem.attempt_id, one.slot == AttemptItem.slot, one.counts)
        .order_by(one.revision.desc())
        .limit(1)
        .correlate(AttemptItem)
        .scalar_subquery()
    )


def latest_response_id(client: ColumnElement[str]) -> ScalarSelect[int]:
    """The id of the response with the highest number that a client has sent for an item's slot."""
    one = aliased(Response)
    return (
        select(one.id)
        .where(one.attempt_id == AttemptItem.attempt_id, one.slot == AttemptItem.slot, one.client == client)
        .order_by(one.seq.desc())
        .limit(1)
        .correlate(AttemptItem)
        .scalar_subquery()
    )


def asked_response_id(problem: str) -> ScalarSelect[int]:
    """The id of the newest response with that problem which came after the one that counts; NULL when none did."""
    one = aliased(Response)
    return (
        select(one.id)
        .where(
            one.attempt_id == AttemptItem.attempt_id,
            one.slot == AttemptItem.slot,
            one.counts.is_(False),
            one.problem == problem,
            one.revision > _current_revision(),
        )
        .order_by(one.revision.desc())
        .limit(1)
        .correlate(AttemptItem)
        .scalar_subquery()
    )


def _current_revision() -> ScalarSelect[int]:
    one = aliased(Response)
    return (
        select(one.revision)
        .where(one.attempt_id == AttemptItem.attempt_id, one.slot == AttemptItem.slot, one.counts)
        .order_by(one.revision.desc())
        .limit(1)
        .correlate(AttemptItem)
        .scalar_subquery()
    )
