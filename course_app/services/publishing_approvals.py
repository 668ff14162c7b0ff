"""Part of a publication: what a question of the text stood on when somebody approved it; within its transaction."""

from datetime import UTC, datetime, time

from course_app.domain.questions import Question
from course_app.domain.reviews import Groundwork, Review, grounds_of, wording_of
from course_app.formats.plain_json import to_plain
from course_app.models import question_bank

NOON = time(12, tzinfo=UTC)


def note_approval(
    row: question_bank.Question,
    question: Question,
    review: Review | None,
    course: Groundwork,
    now: datetime,
    *,
    is_changed: bool,
) -> None:
    """Keep on the row what the text's review of these words says, stale or not.

    Where the text has none, a version stands on what it stood on when it was first published. What somebody approved
    on the site meanwhile, and still stands, is not undone by an older review.
    """
    current = to_plain(grounds_of(question.claims, question.passage, course))
    if row.grounds == current and not is_changed:
        return
    if review is not None and review.wording == wording_of(question):
        row.grounds = to_plain(review.grounds)
        row.checked_at = datetime.combine(datetime.fromisoformat(review.date).date(), NOON)
    elif is_changed or row.grounds is None:
        row.grounds, row.checked_at = current, now
