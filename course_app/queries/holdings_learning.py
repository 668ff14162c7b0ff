"""What is held on a person as a learner: enrolments, what was read, attempts with answers and grades."""

from typing import Any

from sqlalchemy import ColumnElement, Select, select

from course_app.domain.review_policy import released
from course_app.models import (
    Attempt,
    AttemptAdjustment,
    AttemptItem,
    Cohort,
    Completion,
    CompletionRecord,
    Course,
    CourseCompletion,
    CourseVersion,
    Enrolment,
    Grade,
    LateDecision,
    Lesson,
    LessonVersion,
    Place,
    Question,
    QuestionVersion,
    Quiz,
    QuizAdjustment,
    RecordRevocation,
    Reflection,
    Reminder,
    ReminderRule,
    Response,
)
from course_app.queries.holdings import Holder, Part, columns, in_course
from course_app.queries.quizzes import quiz_version

SCORE = ("score", "maximum", "passed")


def _as_the_quiz_allows(row: dict[str, Any]) -> dict[str, Any]:
    """A grade with its score if the quiz shows it; the version of the quiz was read for that alone."""
    review = quiz_version(row.pop("quiz_version")).review
    if released(review, "submitted", row["passed"]).score:
        return row
    return row | dict.fromkeys(SCORE)


def _of_attempts(table: Any, names: str) -> Select[Any]:
    return (
        select(*columns(table, names), Attempt.public_id.label("attempt"))
        .join(Attempt, Attempt.id == table.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    )


def _of_enrolments(table: Any, names: str, *more: Any) -> Select[Any]:
    return (
        select(*columns(table, names), Course.title.label("course"), *more)
        .select_from(table)
        .join(Enrolment, Enrolment.id == table.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
    )


def _learner(holder: Holder) -> ColumnElement[bool]:
    return Enrolment.person_id == holder.id


LESSON, QUIZ = Lesson.slug.label("lesson"), Quiz.slug.label("quiz")
_RESPONSE = "slot revision choice confidence flag counts problem received_at client_time"

LEARNING = (
    Part(
        "places",
        "Places in lessons",
        _of_enrolments(Place, "paragraph at", LESSON).join(Lesson, Lesson.id == Place.lesson_id),
        _learner,
    ),
    Part(
        "enrolments",
        "Enrolments",
        in_course(
            Enrolment,
            "cycle kind created_at expires_at ended_at end_reason employee_number pseudonym",
            Cohort.name.label("cohort"),
        ).outerjoin(Cohort, Cohort.id == Enrolment.cohort_id),
        _learner,
        ("end_reason",),
    ),
    Part(
        "enrolments",
        "Lessons read",
        _of_enrolments(Completion, "completed_at", LESSON, LessonVersion.number.label("version"))
        .join(Lesson, Lesson.id == Completion.lesson_id)
        .join(LessonVersion, LessonVersion.id == Completion.lesson_version_id),
        _learner,
    ),
    Part(
        "enrolments",
        "Courses completed",
        _of_enrolments(CourseCompletion, "public_id completed_at", CourseVersion.number.label("version")).join(
            CourseVersion, CourseVersion.id == CourseCompletion.course_version_id
        ),
        _learner,
    ),
    Part(
        "enrolments",
        "Reminders that went to you",
        _of_enrolments(Reminder, "at", ReminderRule.kind, ReminderRule.days, ReminderRule.note).join(
            ReminderRule, ReminderRule.id == Reminder.rule_id
        ),
        _learner,
    ),
    Part(
        "enrolments",
        "Further attempts and dates given for a quiz",
        _of_enrolments(QuizAdjustment, "attempts seconds opens_at closes_at reason at", QUIZ).join(
            Quiz, Quiz.id == QuizAdjustment.quiz_id
        ),
        _learner,
        ("reason",),
    ),
    Part(
        "records", "Completion records", _of_enrolments(CompletionRecord, "public_id name content issued_at"), _learner
    ),
    Part(
        "records",
        "Records revoked",
        select(*columns(RecordRevocation, "reason at"), CompletionRecord.public_id.label("record"))
        .join(CompletionRecord, CompletionRecord.id == RecordRevocation.record_id)
        .join(Enrolment, Enrolment.id == CompletionRecord.enrolment_id),
        _learner,
        ("reason",),
    ),
    Part(
        "reflections",
        "What you wrote for yourself",
        _of_enrolments(Reflection, "what so_what now_what kept_at prompt_at prompted_at"),
        _learner,
    ),
    Part(
        "attempts",
        "Attempts",
        _of_enrolments(
            Attempt, "public_id number started_at limit_seconds window_closes_at closed_at closed_by", QUIZ
        ).join(Quiz, Quiz.id == Attempt.quiz_id),
        _learner,
    ),
    Part(
        "attempts",
        "Questions asked",
        _of_attempts(AttemptItem, "slot section")
        .add_columns(Question.code.label("question"), QuestionVersion.number.label("version"))
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id)
        .join(Question, Question.id == QuestionVersion.question_id),
        _learner,
    ),
    Part("attempts", "Answers", _of_attempts(Response, _RESPONSE), _learner),
    Part(
        "attempts",
        "Grades",
        _of_attempts(Grade, "number score maximum passed reason graded_at dated_at").add_columns(
            Attempt.quiz_version_id.label("quiz_version")
        ),
        _learner,
        ("reason",),
        _as_the_quiz_allows,
    ),
    Part(
        "attempts",
        "More time given",
        _of_attempts(AttemptAdjustment, "seconds source reason at"),
        _learner,
        ("reason",),
    ),
    Part(
        "attempts",
        "Decisions on late answers",
        _of_attempts(LateDecision, "number through counts reason at"),
        _learner,
        ("reason",),
    ),
)
