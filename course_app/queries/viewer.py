"""Who is looking: one statement for the person, the sign-in and the memberships."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, false, func, select

from course_app.extensions import read_connection
from course_app.models import Accommodation, Membership, Observer, Person, SignIn


@dataclass(frozen=True)
class Viewer:
    """The person a request comes from. `instructor_of` and `reviewer_of` hold ids of courses.

    `identity` is what the session knows the person by (Flask-Security's fs_uniquifier); `seen_at` is when this
    sign-in last changed something, to the hour; `is_confirmed` that the e-mail is proven to be theirs. `larger_text`
    and `reduced_motion` are what an accommodation gives. `is_observer`: they observe some organisation.
    `second_step_asked_at`: since when they are asked to turn a second step on; None: they are not, or have.
    """

    id: int
    public_id: str
    identity: str
    name: str
    email: str
    zone: str
    theme: str
    text_size: str
    is_admin: bool
    sign_in_id: int
    seen_at: datetime
    is_confirmed: bool
    larger_text: bool
    reduced_motion: bool
    is_observer: bool
    second_step_asked_at: datetime | None
    instructor_of: frozenset[int]
    reviewer_of: frozenset[int]

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the session."""
        return self.identity

    @property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere. Anybody may learn; in which course one does, the page's own look-up decides."""
        held = {"learner"}
        if self.instructor_of:
            held.add("instructor")
        if self.reviewer_of:
            held.add("reviewer")
        if self.is_observer:
            held.add("observer")
        if self.is_admin:
            held.add("admin")
        return frozenset(held)


VIEWER = (
    select(
        Person.id,
        Person.public_id,
        Person.fs_uniquifier,
        Person.name,
        Person.email,
        Person.zone,
        Person.theme,
        Person.text_size,
        Person.is_admin,
        SignIn.id,
        SignIn.last_seen_at,
        Person.confirmed_at.is_not(None),
        func.coalesce(Accommodation.larger_text, false()),
        func.coalesce(Accommodation.reduced_motion, false()),
        select(Observer.id).where(Observer.person_id == Person.id).exists(),
        case((Person.tf_totp_secret.is_(None), Person.second_step_asked_at)),
        Membership.role,
        Membership.course_id,
    )
    .join_from(Person, SignIn, SignIn.person_id == Person.id)
    .outerjoin(Accommodation, Accommodation.person_id == Person.id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .where(
        Person.fs_uniquifier == bindparam("identity"),
        Person.active.is_(True),
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.revoked_at.is_(None),
        SignIn.created_at > bindparam("opened_after"),
    )
)


def load_viewer(fs_uniquifier: str, token_hash: str, opened_after: datetime) -> Viewer | None:
    """The viewer of a session; None when the person is missing or inactive, or the sign-in is revoked or too old."""
    given = {"identity": fs_uniquifier, "token_hash": token_hash, "opened_after": opened_after}
    with read_connection() as connection:
        rows = connection.execute(VIEWER, given).all()
    if not rows:
        return None
    return Viewer(
        *rows[0][:16],
        instructor_of=frozenset(row.course_id for row in rows if row.role == "instructor"),
        reviewer_of=frozenset(row.course_id for row in rows if row.role == "reviewer"),
    )
