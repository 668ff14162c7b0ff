"""What keeps robots out of the public forms, without another site: a signed note of when the page was opened.

The rules that it serves stand in domain.enquiries; the field that nobody sees is the form's.
"""

from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from course_app.domain.enquiries import TOO_LATE, fault_of_time
from course_app.web.public.forms import GuardedForm
from course_app.web.shared.moment import now


def stamp(opened_at: datetime) -> str:
    """The signed note that a page carries of when it was opened."""
    return _stamps().dumps(opened_at.timestamp())


def time_fault(form: GuardedForm) -> str:
    """Why a form is not taken yet, in a sentence; empty when it is."""
    return fault_of_time(_opened_at(form), now())


def keep_stamp(form: GuardedForm) -> None:
    """Leave the page its note, where that still holds; else give it a new one."""
    if time_fault(form) == TOO_LATE:
        form.stamp.data = stamp(now())


def _opened_at(form: GuardedForm) -> datetime | None:
    """When the page was opened that this came from; None where that is not said, or not by this site."""
    try:
        return datetime.fromtimestamp(_stamps().loads(form.stamp.data or ""), UTC)
    except BadSignature:
        return None


def _stamps() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="enquiry")
