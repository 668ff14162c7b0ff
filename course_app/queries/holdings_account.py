"""What is held on a person besides their learning: account, ways in, mails, what they wrote, what was done.

`ACCOUNT` and `LEARNING` (holdings_learning) together carry every column of every table that leads to a person; a test
walks the schema and fails for one that neither carries, unless it says why.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from course_app.models import (
    Accommodation,
    Announcement,
    AnnouncementRecipient,
    AuditDetail,
    AuditEntry,
    Consent,
    Correction,
    Enquiry,
    Lesson,
    Membership,
    Message,
    Observer,
    OneTimeLink,
    Organisation,
    Passkey,
    Person,
    QuestionApproval,
    QuestionComment,
    QuestionImage,
    QuestionImport,
    QuestionVersion,
    RosterImport,
    RosterRow,
    SignIn,
    SignInFailure,
    Subscription,
    TypedQuestion,
)
from course_app.queries.erasures import Known, enquiries_of, failures_of, links_of, mails_of, rows_of, subscriptions_of
from course_app.queries.holdings import Holder, Part, columns, in_course, of_questions, theirs


def _unless_anothers(column: Any, found: Callable[[int, Known], ColumnElement[bool]]) -> Any:
    """What `found` finds, but for rows that point to somebody else."""
    return lambda holder: and_(found(holder.id, holder.known), or_(column == holder.id, column.is_(None)))


def _subscribed(holder: Holder) -> ColumnElement[bool]:
    return subscriptions_of(holder.id, holder.known)


LESSON = Lesson.slug.label("lesson")
_ACCOUNT = "public_id name email zone theme text_size is_admin active created_at confirmed_at last_seen_at"
_MAIL = "address subject body state tries error created_at sent_at next_try_at message_id"
_CREDENTIAL = "name create_datetime lastuse_datetime usage device_type transports backup_state sign_count"
_ENQUIRY = "public_id kind name address place body consent consented_at state sign created_at settled_at note"
_CORRECTION = "public_id passage wording body suggested_at state answer decided_at"

ACCOUNT = (
    Part(
        "account",
        "The account",
        select(
            *columns(Person, f"{_ACCOUNT} erasure_asked_at second_step_asked_at"),
            Person.tf_primary_method.label("second_step"),
        ),
        theirs(Person.id),
    ),
    Part(
        "passkeys",
        "Passkeys",
        select(*columns(Passkey, _CREDENTIAL)),
        lambda holder: Passkey.user_id == holder.public_id,
    ),
    Part(
        "sign_ins",
        "Sign-ins",
        select(*columns(SignIn, "created_at last_seen_at revoked_at agent address")),
        theirs(SignIn.person_id),
    ),
    Part("sign_ins", "Failed sign-ins", select(SignInFailure.at), lambda holder: failures_of(holder.known)),
    Part(
        "links",
        "One-time links",
        select(*columns(OneTimeLink, "purpose email created_at expires_at used_at")),
        _unless_anothers(OneTimeLink.person_id, links_of),
    ),
    Part("messages", "Mails", select(*columns(Message, _MAIL)), _unless_anothers(Message.person_id, mails_of)),
    Part(
        "subscriptions",
        "Mails that nobody has to get",
        select(*columns(Subscription, "public_id list address state since")),
        _subscribed,
    ),
    Part(
        "subscriptions",
        "What you said of them",
        select(*columns(Consent, "state how words at"), Subscription.list).join(
            Subscription, Subscription.id == Consent.subscription_id
        ),
        _subscribed,
    ),
    Part(
        "subscriptions",
        "Announcements that went to you",
        select(AnnouncementRecipient.written_at, Announcement.subject)
        .join(Announcement, Announcement.id == AnnouncementRecipient.announcement_id)
        .join(Subscription, Subscription.id == AnnouncementRecipient.subscription_id),
        theirs(Subscription.person_id),
    ),
    Part(
        "rows",
        "Rows of uploaded lists",
        select(*columns(RosterRow, "line name email number cells plan outcome")),
        lambda holder: rows_of(holder.known),
    ),
    Part("roles", "Roles in courses", in_course(Membership, "role created_at"), theirs(Membership.person_id)),
    Part(
        "roles",
        "Organisations whose progress you see",
        select(Observer.created_at, Organisation.name.label("organisation")).join(
            Organisation, Organisation.id == Observer.organisation_id
        ),
        theirs(Observer.person_id),
    ),
    Part(
        "allowances",
        "Accommodations",
        select(*columns(Accommodation, "extra_percent is_untimed larger_text reduced_motion given_at")),
        theirs(Accommodation.person_id),
    ),
    Part(
        "typed",
        "Questions being typed",
        in_course(TypedQuestion, "public_id fields opened updated_at"),
        theirs(TypedQuestion.person_id),
    ),
    Part(
        "corrections",
        "Corrections suggested",
        in_course(Correction, _CORRECTION, LESSON).join(Lesson, Lesson.id == Correction.lesson_id),
        theirs(Correction.person_id),
        ("answer",),
    ),
    Part(
        "enquiries",
        "What you wrote to the academy",
        select(*columns(Enquiry, _ENQUIRY)),
        _unless_anothers(Enquiry.person_id, enquiries_of),
        ("note",),
    ),
    Part(
        "words",
        "Earlier names, e-mails and other values",
        select(AuditDetail.before, AuditDetail.after, AuditEntry.verb, AuditEntry.at).join(
            AuditEntry, AuditEntry.id == AuditDetail.entry_id
        ),
        theirs(AuditEntry.person_id),
    ),
    Part(
        "words",
        "Comments on questions",
        of_questions(QuestionComment, "number place body at resolved_at"),
        theirs(QuestionComment.author_id),
    ),
    Part(
        "questions",
        "Questions written",
        of_questions(QuestionVersion, "number content content_hash created_at"),
        theirs(QuestionVersion.author_id),
    ),
    Part(
        "questions",
        "Images added to questions",
        in_course(QuestionImage, "hash mimetype width height added_at"),
        theirs(QuestionImage.added_by_id),
    ),
    Part(
        "questions",
        "Questions approved",
        of_questions(QuestionApproval, "number is_alone note at"),
        theirs(QuestionApproval.person_id),
    ),
    Part(
        "entries",
        "Announcements you wrote",
        select(*columns(Announcement, "public_id subject body recipients created_at finished_at stopped_at")),
        theirs(Announcement.actor_id),
    ),
    Part(
        "entries",
        "What was done that concerns you",
        select(AuditEntry.at, AuditEntry.verb, AuditEntry.reason),
        theirs(AuditEntry.person_id),
        ("reason",),
    ),
    Part("entries", "What you did", select(AuditEntry.at, AuditEntry.verb), theirs(AuditEntry.actor_id)),
    Part(
        "entries",
        "Lists of people you uploaded",
        select(*columns(RosterImport, "created_at finished_at cleared_at state rows")),
        theirs(RosterImport.actor_id),
    ),
    Part(
        "entries",
        "Files of questions you uploaded",
        in_course(QuestionImport, "created_at finished_at cleared_at state format rows topic pool"),
        theirs(QuestionImport.actor_id),
    ),
)
