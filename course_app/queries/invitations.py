"""Who is invited: has an account made by somebody else, and has not come to choose a password yet."""

from sqlalchemy import and_, select

from course_app.domain.links import INVITATION
from course_app.models import OneTimeLink, Person

IS_INVITED = and_(
    Person.password.is_(None),
    Person.active.is_(True),
    select(OneTimeLink.id).where(OneTimeLink.person_id == Person.id, OneTimeLink.purpose == INVITATION).exists(),
)
"""A demonstration's simulated learners have no password either, but no invitation was ever made for them."""
