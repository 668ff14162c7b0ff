"""`course-app lessons review`: note in reviews.yaml that somebody has read questions and approves them."""

from collections.abc import Collection, Mapping
from pathlib import Path

import click

from course_app.commands.lessons import count_of, lessons, read_sound_courses
from course_app.commands.program import Refused
from course_app.domain.questions import Question
from course_app.domain.reviews import Groundwork, Review, approve, holds
from course_app.formats.review_checks import REVIEWS
from course_app.formats.reviews_yaml import HEAD, head_of, write_reviews
from course_app.gateways import clock


@lessons.command("review")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("questions", nargs=-1)
@click.option("--unapproved", is_flag=True, help="Every question of a quiz that is stale or not approved yet.")
@click.option("--by", required=True, help="Who has read them.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The day on which they did; today unless given.")
@click.option("--note", default="", help="What they had to say.")
def review(folder: Path, questions: tuple[str, ...], unapproved: bool, by: str, date, note: str) -> None:
    """Note in reviews.yaml of the course in FOLDER that somebody has read QUESTIONS and approves them as they are.

    Run it only after reading. What the same person approved already, and still holds, keeps its date. Reviews of
    questions that the course has no more are taken out; so every run with the same words leaves the same file.
    """
    (course,) = read_sound_courses(folder, "The files have errors. Nothing was written.")
    text = course.text
    unknown = [one for one in questions if one not in text.questions]
    if unknown:
        raise Refused(f"The course has no question {unknown[0]}. Nothing was written.")
    by, note = _one_line(by), _one_line(note)
    if not by or not (questions or unapproved):
        raise Refused("Name who has read them (--by), and the questions or --unapproved. Nothing was written.")
    chosen = {one: text.questions[one] for one in questions}
    if unapproved:
        chosen |= _unapproved(text.questions, text.reviews, text.groundwork)
    day = (date or clock.now()).date().isoformat()
    kept = {one: old for one, old in text.reviews.items() if one in text.questions}
    new = _new(chosen.values(), kept, text.groundwork, by, day, note)
    _write(course.folder / REVIEWS, kept | new)
    gone = len(text.reviews) - len(kept)
    click.echo(f"{REVIEWS}: {len(new)} approved now, {count_of(len(kept | new), 'review')} in all, {gone} taken out.")


def _unapproved(
    questions: Mapping[str, Question], reviews: Mapping[str, Review], course: Groundwork
) -> dict[str, Question]:
    return {
        one: question
        for one, question in questions.items()
        if question.pool != "self-check" and not (one in reviews and holds(reviews[one], question, course))
    }


def _new(
    questions: Collection[Question], reviews: Mapping[str, Review], course: Groundwork, by: str, day: str, note: str
) -> dict[str, Review]:
    """The approvals that say anything new: one that holds, by the same person with the same note, is not made again."""
    made = {}
    for question in questions:
        old = reviews.get(question.id)
        if old is None or (old.by, old.note) != (by, note) or not holds(old, question, course):
            made[question.id] = approve(question, course, by, day, note)
    return made


def _one_line(text: str) -> str:
    return "".join(one for one in " ".join(text.split()) if one.isprintable())


def _write(path: Path, reviews: Mapping[str, Review]) -> None:
    old = path.read_text("utf-8-sig") if path.exists() else ""
    new = write_reviews(reviews.values(), head_of(old) or HEAD)
    if new != old:
        path.write_text(new, "utf-8")
