"""Tables, relations and constraints; no rules.

Keys inside are bigint; what appears in an address is a random `public_id` or a slug. Every row of a bank, quiz,
claim or lesson names its course. Versions are immutable. What is referred to is retired, never deleted.
Relations are declared with lazy="raise_on_sql": a template cannot query.
"""

from course_app.models.accommodations import Accommodation, QuizAdjustment
from course_app.models.announcements import Announcement, AnnouncementRecipient
from course_app.models.attempts import (
    Attempt,
    AttemptAdjustment,
    AttemptItem,
    Grade,
    LateDecision,
    Mark,
    Response,
)
from course_app.models.audit import AuditDetail, AuditEntry
from course_app.models.catalogue import (
    Claim,
    ClaimReference,
    Course,
    CourseVersion,
    CourseVersionLesson,
    CourseVersionQuiz,
    Lesson,
    LessonVersion,
    Reference,
)
from course_app.models.cohorts import Cohort, CohortWindow, Enrolment, EnrolmentKey
from course_app.models.corrections import Correction
from course_app.models.enquiries import Enquiry
from course_app.models.messages import Message
from course_app.models.people import (
    Membership,
    Observer,
    OneTimeLink,
    Organisation,
    Passkey,
    Person,
    RegistrationTry,
    SignIn,
    SignInFailure,
    SpentChallenge,
)
from course_app.models.practical_days import PracticalDay
from course_app.models.progress import Completion, CourseCompletion, Place
from course_app.models.question_bank import (
    BankEntry,
    Question,
    QuestionApproval,
    QuestionComment,
    QuestionImage,
    QuestionVersion,
    TypedQuestion,
)
from course_app.models.question_imports import QuestionImport, QuestionImportItem, QuestionSource
from course_app.models.quizzes import Quiz, QuizVersion
from course_app.models.records import CompletionRecord, RecordRevocation, Reflection
from course_app.models.reminders import Reminder, ReminderRule
from course_app.models.rosters import RosterImport, RosterRow
from course_app.models.subscriptions import Consent, Subscription
from course_app.models.visits import Visit

__all__ = [
    "Accommodation",
    "Announcement",
    "AnnouncementRecipient",
    "Attempt",
    "AttemptAdjustment",
    "AttemptItem",
    "AuditDetail",
    "AuditEntry",
    "BankEntry",
    "Claim",
    "ClaimReference",
    "Cohort",
    "CohortWindow",
    "Completion",
    "CompletionRecord",
    "Consent",
    "Correction",
    "Course",
    "CourseCompletion",
    "CourseVersion",
    "CourseVersionLesson",
    "CourseVersionQuiz",
    "Enquiry",
    "Enrolment",
    "EnrolmentKey",
    "Grade",
    "LateDecision",
    "Lesson",
    "LessonVersion",
    "Mark",
    "Membership",
    "Message",
    "Observer",
    "OneTimeLink",
    "Organisation",
    "Passkey",
    "Person",
    "Place",
    "PracticalDay",
    "Question",
    "QuestionApproval",
    "QuestionComment",
    "QuestionImage",
    "QuestionImport",
    "QuestionImportItem",
    "QuestionSource",
    "QuestionVersion",
    "Quiz",
    "QuizAdjustment",
    "QuizVersion",
    "RecordRevocation",
    "Reference",
    "Reflection",
    "RegistrationTry",
    "Reminder",
    "ReminderRule",
    "Response",
    "RosterImport",
    "RosterRow",
    "SignIn",
    "SignInFailure",
    "SpentChallenge",
    "Subscription",
    "TypedQuestion",
    "Visit",
]
