"""Empty what is kept about a person, within the caller's transaction. Nothing here commits, and again is fine.

What is about the person alone is removed; what a count or a grade rests on stays and loses its words. Texts that
anybody may have written anything into (reasons, names of files) lose theirs where they hold the name or an e-mail.
"""

from datetime import datetime

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from course_app.domain.erasure import NAME, email_of
from course_app.domain.names import search_key, sort_key
from course_app.gateways.chance import public_id
from course_app.gateways.mail import forget_files
from course_app.models import (
    Accommodation,
    Announcement,
    AnnouncementRecipient,
    Attempt,
    AttemptAdjustment,
    AuditDetail,
    AuditEntry,
    CompletionRecord,
    Consent,
    Correction,
    Enquiry,
    Enrolment,
    Grade,
    LateDecision,
    Membership,
    Message,
    Observer,
    OneTimeLink,
    Passkey,
    Person,
    Place,
    QuestionApproval,
    QuestionComment,
    QuestionImport,
    QuestionSource,
    QuizAdjustment,
    RecordRevocation,
    Reflection,
    RegistrationTry,
    ReminderRule,
    RosterImport,
    RosterRow,
    SignIn,
    SignInFailure,
    Subscription,
    TypedQuestion,
)
from course_app.queries.erasures import (
    Known,
    enquiries_of,
    failures_of,
    known_of,
    links_of,
    mails_about,
    mails_of,
    rows_of,
    subscriptions_of,
)
from course_app.services.transaction import hold

ERASED, ERASED_AGAIN = "data erased", "data erased again"
OWN_WORDS = (ERASED, ERASED_AGAIN)
"""The entries whose reasons were written for whoever asks about the erasure; they stay."""


def empty(session: Session, person: Person, now: datetime) -> list[Message]:
    """Empty everything about a person whose row is held; the mails that went, whose files may lie somewhere."""
    known = known_of(session, person.id)
    mails = _empty_mail(session, person, known)
    _end_subscriptions(session, subscriptions_of(person.id, known))
    _end_ways_in(session, person, known)
    session.execute(delete(RosterRow).where(rows_of(known)))
    _empty_course(session, person, now)
    _empty_records(session, person, known)
    _empty_account(person)
    session.flush()
    return mails


def _empty_mail(session: Session, person: Person, known: Known) -> list[Message]:
    """Mails to the person, what the person wrote to the academy, and the mails that told of it."""
    enquiries = enquiries_of(person.id, known)
    keys = session.scalars(select(Enquiry.public_id).where(enquiries)).all()
    session.execute(delete(Enquiry).where(enquiries))
    return delete_mails(session, or_(mails_of(person.id, known), mails_about(keys)))


def delete_mails(session: Session, theirs: ColumnElement[bool]) -> list[Message]:
    """Delete mails; which ones these were, since their files may lie somewhere."""
    hold(session, select(Message.id).where(theirs))
    mails = list(session.scalars(select(Message).where(theirs)))
    session.execute(update(Message).where(theirs).values(again_of_id=None))
    session.execute(delete(Message).where(theirs))
    for mail in mails:
        session.expunge(mail)
    return mails


def forget_mails(session: Session, theirs: ColumnElement[bool]) -> None:
    """Delete mails, and the files that they lie in where no mail server is set."""
    mails = delete_mails(session, theirs)
    files = [(mail.created_at, mail.message_id) for mail in mails if mail.message_id]
    forget_files(current_app.config["SETTINGS"].mail_folder, files)


def _end_subscriptions(session: Session, theirs: ColumnElement[bool]) -> None:
    """What they said of mails, once no mail comes by it any more; an announcement keeps to how many it went."""
    keys = select(Subscription.id).where(theirs)
    for table in (Consent, AnnouncementRecipient):
        session.execute(delete(table).where(table.subscription_id.in_(keys)))
    session.execute(delete(Subscription).where(theirs))


def _end_ways_in(session: Session, person: Person, known: Known) -> None:
    """Sign-ins, passkeys, links, and what was counted of them."""
    session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    session.execute(delete(Passkey).where(Passkey.user_id == person.public_id))
    session.execute(delete(OneTimeLink).where(links_of(person.id, known)))
    session.execute(delete(SignInFailure).where(failures_of(known)))
    session.execute(delete(RegistrationTry).where(RegistrationTry.address.in_(known.addresses)))


def _empty_course(session: Session, person: Person, now: datetime) -> None:
    """Enrolments end; what a reader left open and what was written about them goes."""
    theirs = select(Enrolment.id).where(Enrolment.person_id == person.id)
    attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(theirs))
    session.execute(
        update(Enrolment)
        .where(Enrolment.person_id == person.id)
        .values(ended_at=func.coalesce(Enrolment.ended_at, now), end_reason="", employee_number="", pseudonym=None)
    )
    session.execute(delete(Correction).where(Correction.person_id == person.id))
    _empty_certified(session, theirs)
    session.execute(delete(Place).where(Place.enrolment_id.in_(theirs)))
    session.execute(update(AttemptAdjustment).where(AttemptAdjustment.attempt_id.in_(attempts)).values(reason=""))
    session.execute(update(LateDecision).where(LateDecision.attempt_id.in_(attempts)).values(reason=""))
    session.execute(update(QuizAdjustment).where(QuizAdjustment.enrolment_id.in_(theirs)).values(reason=""))
    session.execute(delete(Accommodation).where(Accommodation.person_id == person.id))
    session.execute(delete(TypedQuestion).where(TypedQuestion.person_id == person.id))
    session.execute(delete(Membership).where(Membership.person_id == person.id))
    session.execute(delete(Observer).where(Observer.person_id == person.id))


def _empty_certified(session: Session, enrolments: Select[tuple[int]]) -> None:
    """Records lose their name and why they were revoked; what their holder wrote goes, and no mail asks about it."""
    records = select(CompletionRecord.id).where(CompletionRecord.enrolment_id.in_(enrolments))
    session.execute(update(RecordRevocation).where(RecordRevocation.record_id.in_(records)).values(reason=""))
    session.execute(update(CompletionRecord).where(CompletionRecord.enrolment_id.in_(enrolments)).values(name=""))
    session.execute(delete(Reflection).where(Reflection.enrolment_id.in_(enrolments)))


def _empty_records(session: Session, person: Person, known: Known) -> None:
    """The audit's personal values, the reasons that concern the person, and the texts that name them."""
    concerning = select(AuditEntry.id).where(AuditEntry.person_id == person.id)
    session.execute(delete(AuditDetail).where(AuditDetail.entry_id.in_(concerning)))
    theirs = and_(AuditEntry.person_id == person.id, AuditEntry.verb.not_in(OWN_WORDS))
    session.execute(update(AuditEntry).where(or_(theirs, *_naming(AuditEntry.reason, known))).values(reason=""))
    for table in (RosterImport, QuestionImport, QuestionSource):
        session.execute(update(table).where(or_(*_naming(table.file_name, known))).values(file_name=""))
    noted = or_(*_naming(QuestionApproval.note, known))
    session.execute(update(QuestionApproval).where(noted).values(note=""))
    said = or_(QuestionComment.author_id == person.id, *_naming(QuestionComment.body, known))
    session.execute(update(QuestionComment).where(said).values(body=""))
    for column in (
        Announcement.subject,
        Announcement.body,
        Correction.body,
        Correction.answer,
        Enquiry.body,
        Enquiry.note,
        ReminderRule.note,
    ):
        naming = or_(*_naming(column, known))
        session.execute(update(column.class_).where(naming).values({column: ""}))
    attempts = select(Attempt.id).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    graded = Grade.attempt_id.in_(attempts.where(Enrolment.person_id == person.id))
    session.execute(update(Grade).where(graded, or_(*_naming(Grade.reason, known))).values(reason=""))


def _naming(column: ColumnElement[str], known: Known) -> list[ColumnElement[bool]]:
    """Whether the text holds an e-mail or a whole name; a name of one word is too often something else's word."""
    texts = [*known.emails, *(name for name in known.names if " " in name)]
    return [column.contains(text, autoescape=True) for text in sorted(texts)]


def _empty_account(person: Person) -> None:
    person.name, person.search_key, person.sort_key = NAME, search_key(NAME), sort_key(NAME)
    person.email = email_of(person.public_id)
    person.password = person.confirmed_at = person.last_seen_at = person.erasure_asked_at = None
    person.second_step_asked_at = None
    person.tf_primary_method = person.tf_totp_secret = person.tf_last_counter = person.mf_recovery_codes = None
    person.fs_webauthn_user_handle = None
    person.active = person.is_admin = False
    person.fs_uniquifier = public_id()
    person.zone, person.theme, person.text_size = "Europe/London", "system", "standard"
