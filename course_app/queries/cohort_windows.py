"""When the quizzes of a course are open to a cohort of it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from course_app.domain.accommodations import Allowance
from course_app.domain.attempts import Window
from course_app.domain.windows import group_window, window_of, written_of
from course_app.extensions import read_connection
from course_app.models import Cohort, CohortWindow, Course, CourseVersion
from course_app.queries.catalogue import IS_NEWEST_VERSION, Outline, QuizCard, outline


@dataclass(frozen=True)
class QuizWindow:
    """A quiz that opens or closes: to everybody (`usual`) and to the cohort (`window`).

    `opens` and `closes` are the cohort's own, as they are written in the course's zone; empty where it has none.
    """

    slug: str
    title: str
    usual: Window
    window: Window
    opens: str
    closes: str
    bounds: tuple[str, ...]

    @property
    def is_moved(self) -> bool:
        """Whether the cohort has a window of its own."""
        return self.window != self.usual


@dataclass(frozen=True)
class CohortWindows:
    """A cohort and the quizzes of its course that have a window."""

    cohort: str
    name: str
    outline: Outline
    quizzes: tuple[QuizWindow, ...]


def cohort_windows(cohort: str) -> CohortWindows | None:
    """The windows of a cohort; None when there is no such cohort."""
    one = (
        select(Cohort.id, Cohort.name, CourseVersion.id.label("version_id"))
        .join(Course, Course.id == Cohort.course_id)
        .join(CourseVersion, IS_NEWEST_VERSION)
        .where(Cohort.public_id == cohort)
    )
    with read_connection() as connection:
        row = connection.execute(one).one_or_none()
        if row is None:
            return None
        windows = select(CohortWindow.quiz_id, CohortWindow.opens_at, CohortWindow.closes_at)
        kept = connection.execute(windows.where(CohortWindow.cohort_id == row.id))
        own = {one.quiz_id: Allowance(cohort_opens=one.opens_at, cohort_closes=one.closes_at) for one in kept}
    outlined = outline(row.version_id)
    cards = [card for card in outlined.quizzes.values() if card.quiz.opens or card.quiz.closes]
    quizzes = tuple(_quiz(card, ZoneInfo(outlined.course.zone), own.get(card.quiz_id, Allowance())) for card in cards)
    return CohortWindows(cohort, row.name, outlined, quizzes)


def _quiz(card: QuizCard, zone: ZoneInfo, own: Allowance) -> QuizWindow:
    return QuizWindow(
        slug=card.slug,
        title=card.title,
        usual=window_of(card.quiz, zone),
        window=group_window(card.quiz, zone, own),
        opens=written_of(own.cohort_opens, zone) if own.cohort_opens else "",
        closes=written_of(own.cohort_closes, zone) if own.cohort_closes else "",
        bounds=tuple(name for name in ("opens", "closes") if getattr(card.quiz, name)),
    )
