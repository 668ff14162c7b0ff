"""`course-app attempts verify`: nothing to say, or each difference, on both databases; it changes nothing."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from course_app.commands import course_app
from course_app.commands.program import Program
from course_app.extensions import db
from course_app.models import Attempt, Grade, Mark, Response
from course_app.queries import stored_grades
from course_app.services import answering, attempting
from course_app.services.answer_desk import Given
from course_app.services.transaction import transaction
from tests.acts import answer_all
from tests.conftest import START, person_named


@pytest.fixture
def handed_in(app):
    """Three attempts of the learner: all right, half right, and one in which an answer was changed."""
    person, made = person_named("learner").id, []
    for place, right in enumerate((1, 0.5, 0)):
        at = START + timedelta(hours=place)
        attempt = attempting.start_attempt(person, "small-course", "practice", at, place)
        answer_all(attempt, person, right, at)
        if not right:
            answering.save(attempt, person, [Given(1, "later", ("b",), seq=1)], at)
        attempting.submit(attempt, person, at + timedelta(minutes=1))
        made.append(attempt)
    return made


@pytest.fixture
def verify(app, monkeypatch):
    """Run the command on the test's database: its exit code and its lines."""

    def run():
        monkeypatch.setenv("COURSE_APP_DATA", str(app.config["SETTINGS"].data))
        ended = CliRunner().invoke(course_app, ["attempts", "verify"], obj=Program(lambda _settings: app, ""))
        return ended.exit_code, ended.output.splitlines()

    return run


def content():
    """Every row of the tables that a grade rests on."""
    with db.engines["read"].connect() as connection:
        tables = (one.__table__ for one in (Attempt, Response, Grade, Mark))
        return [sorted(map(repr, connection.execute(select(table)))) for table in tables]


def spoil(statement):
    with transaction() as session:
        session.execute(statement)


def of(attempt):
    return Grade.attempt_id == select(Attempt.id).where(Attempt.public_id == attempt).scalar_subquery()


def test_grades_that_follow_from_their_responses_are_counted_and_nothing_is_changed(handed_in, verify):
    before = content()
    assert verify() == (0, ["3 grades with 12 marks derived again: no difference."])
    assert content() == before


def test_chunks_leave_no_grade_out(handed_in, verify, monkeypatch):
    monkeypatch.setattr(stored_grades, "GRADES", stored_grades.GRADES.limit(2))
    assert verify() == (0, ["3 grades with 12 marks derived again: no difference."])


def test_without_an_attempt_there_is_nothing_to_derive(app, verify):
    assert verify() == (0, ["0 grades with 0 marks derived again: no difference."])


def test_a_changed_mark_and_a_changed_score_are_said_with_what_follows(handed_in, verify):
    first, second, _ = handed_in
    grade_id = select(Grade.id).where(of(first)).scalar_subquery()
    spoil(update(Mark).where(Mark.grade_id == grade_id, Mark.slot == 3).values(mark=0))
    spoil(update(Grade).where(of(second)).values(score=400_000, passed=True))
    assert verify() == (
        1,
        [
            f"attempt {first}, grade 1, slot 3: stored 0 of 1, derived 1 of 1",
            f"attempt {second}, grade 1, score: stored 4 of 4, passed, derived 2 of 4, not passed",
            "3 grades with 12 marks derived again: 2 differences.",
        ],
    )


def test_a_changed_answer_no_longer_gives_its_grade(handed_in, verify):
    attempt_id = select(Attempt.id).where(Attempt.public_id == handed_in[0]).scalar_subquery()
    spoil(update(Response).where(Response.attempt_id == attempt_id, Response.slot == 2).values(choice=[]))
    code, lines = verify()
    assert (code, lines[:2]) == (
        1,
        [
            f"attempt {handed_in[0]}, grade 1, slot 2: stored 1 of 1, derived 0 of 1",
            f"attempt {handed_in[0]}, grade 1, score: stored 4 of 4, passed, derived 3 of 4, passed",
        ],
    )


def test_an_earlier_grade_follows_from_the_responses_that_it_marked(handed_in, verify):
    """An answer that is taken into account later gives a new grade, and the earlier one stays true."""
    attempt = handed_in[0]
    with transaction() as session:
        row = session.scalar(select(Attempt).where(Attempt.public_id == attempt))
        session.execute(update(Response).where(Response.attempt_id == row.id, Response.slot == 1).values(counts=False))
        attempting.append_grade(session.connection(), row, "An answer was taken back", START, dated_at=START)
    assert verify() == (0, ["4 grades with 16 marks derived again: no difference."])


def test_a_closed_attempt_without_a_grade_is_a_difference(handed_in, verify):
    spoil(delete(Mark).where(Mark.grade_id == select(Grade.id).where(of(handed_in[1])).scalar_subquery()))
    spoil(delete(Grade).where(of(handed_in[1])))
    assert verify() == (
        1,
        [
            f"attempt {handed_in[1]}: stored no grade, though it is closed",
            "2 grades with 8 marks derived again: 1 difference.",
        ],
    )


def test_the_number_of_statements_depends_on_the_chunks_alone(handed_in, app, verify):
    seen = []
    with app.app_context():
        list(stored_grades.stored_grades())
        engine = db.engines["read"]

        def note(*arguments):
            seen.append(arguments[2])

        db.event.listen(engine, "before_cursor_execute", note)
        assert len(list(stored_grades.stored_grades())) == 3
        db.event.remove(engine, "before_cursor_execute", note)
    assert len(seen) == 3
