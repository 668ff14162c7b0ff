"""Quiz versions, from the process's memory, and the page before the clock starts."""

from sqlalchemy import select

from course_app.domain.quizzes import Quiz
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.models.quizzes import QuizVersion
from course_app.queries.kept import kept


def quiz_version(version_id: int) -> Quiz:
    """The rules of a quiz as one version froze them."""
    return kept("quiz", version_id, lambda: _read(version_id))


def _read(version_id: int) -> Quiz:
    with read_connection() as connection:
        content = connection.execute(select(QuizVersion.content).where(QuizVersion.id == version_id)).scalar_one()
    return from_plain(Quiz, content)
