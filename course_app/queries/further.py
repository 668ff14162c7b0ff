"""What is left to try after an attempt, by the rules as they are published now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from course_app.domain.accommodations import quiz_for
from course_app.domain.attempts import attempts_left, effective_close, next_moment, remaining_sentence, waits_until
from course_app.domain.windows import own_window
from course_app.queries.allowances import allowance_of
from course_app.queries.attempt_scores import AttemptLine
from course_app.queries.catalogue import Outline
from course_app.queries.quizzes import quiz_version


@dataclass(frozen=True)
class Further:
    """`may_try`: another attempt is left and open to the learner, from `waits_until` on (None: at once).

    `sentence` says how many are left. `closed_at`: when the quiz closed for the learner; None while it has not.
    """

    sentence: str
    may_try: bool
    waits_until: datetime | None
    closed_at: datetime | None


def further(row: Row[Any], lines: Sequence[AttemptLine], outlined: Outline, now: datetime) -> Further:
    """What is left after the attempt of a row that holds `ALLOWANCE`; `lines`: all attempts at its quiz."""
    card, given = outlined.quizzes.get(row.quiz_slug), allowance_of(row)
    quiz = quiz_for(card.quiz if card else quiz_version(row.quiz_version_id), given)
    window = own_window(quiz, ZoneInfo(outlined.course.zone), given).window
    closed_at = window.closes if window.state(now) == "closed" else None
    is_open = card is not None and row.kind != "preview" and row.ended_at is None and closed_at is None
    closes = (effective_close(one.closed_at, one.due_at, now) for one in lines)
    return Further(
        sentence=remaining_sentence(len(lines), quiz, passed=row.passed, is_closed=closed_at is not None),
        may_try=is_open and attempts_left(len(lines), quiz.attempts) != 0,
        waits_until=next_moment(window, waits_until(closes, quiz.delay, now), now),
        closed_at=closed_at,
    )
