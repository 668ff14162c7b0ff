"""Who administers or instructs and signs in with a password alone (domain.second_step)."""

from sqlalchemy import and_, or_, select

from course_app.models import Membership, Person

_INSTRUCTS = select(Membership.id).where(Membership.person_id == Person.id, Membership.role == "instructor").exists()
SIGNS_IN_ALONE = and_(Person.tf_totp_secret.is_(None), or_(Person.is_admin.is_(True), _INSTRUCTS))
LACKS_SECOND_STEP = and_(SIGNS_IN_ALONE, Person.second_step_asked_at.is_not(None))
"""Whoever was asked to turn a second step on and has not."""
