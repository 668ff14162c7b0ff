"""Which response stands in a slot, as an expression for a statement over AttemptItem.

The rule is the domain's (`domain.responses.current`): of those that counted at receipt, the newest.
"""

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, literal_column, or_, select
from sqlalchemy.orm import aliased

from course_app.domain.responses import TOO_LATE
from course_app.models import AttemptItem, LateDecision, Response


def had(problem: str, one: type[Response] = Response) -> ColumnElement[bool]:
    """Whether a response had that problem (one of domain.responses).

    Spelt out, not bound: only so is the index over the late ones used, and SQLite plans the statement once. A bound
    value that an index's condition names makes it plan anew at every execution.
    """
    return one.problem == literal_column(f"'{problem}'")


WAS_LATE = had(TOO_LATE)
LATE_THROUGH = (
    select(case((LateDecision.counts, LateDecision.through), else_=0))
    .where(LateDecision.attempt_id == AttemptItem.attempt_id)
    .order_by(LateDecision.number.desc())
    .limit(1)
    .correlate(AttemptItem)
    .scalar_subquery()
)
"""Up to which revision late answers count in an item's attempt, since somebody decided so."""


def current_response_id() -> ScalarSelect[int]:
    """The id of the response that counts in an item's slot; NULL when there is none."""
    one = aliased(Response)
    return _last(one, one.id, one.revision, one.counts)


def marked_response_id() -> ScalarSelect[int]:
    """The id of the response that is marked: the newest of those that count and of the late ones decided to count.

    Of late ones only what was its page's last word when it was decided: what comes after a decision waits for another.
    """
    one, later = aliased(Response), aliased(Response)
    own = (later.attempt_id == one.attempt_id, later.slot == one.slot, later.client == one.client)
    overtaken = select(later.id).where(*own, later.seq > one.seq, later.revision <= LATE_THROUGH).exists()
    counts_late = and_(one.counts.is_(False), had(TOO_LATE, one), one.revision <= LATE_THROUGH, ~overtaken)
    return _last(one, one.id, one.revision, or_(one.counts, counts_late))


def latest_response_id(client: ColumnElement[str]) -> ScalarSelect[int]:
    """The id of the response with the highest number that a client has sent for an item's slot."""
    one = aliased(Response)
    return _last(one, one.id, one.seq, one.client == client)


def asked_response_id(problem: str) -> ScalarSelect[int]:
    """The id of the newest response with that problem which came after the one that counts; NULL when none did."""
    one, counting = aliased(Response), aliased(Response)
    revision = _last(counting, counting.revision, counting.revision, counting.counts)
    return _last(one, one.id, one.revision, one.counts.is_(False), had(problem, one), one.revision > revision)


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
