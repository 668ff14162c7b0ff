"""`course-app lessons check` and `lessons publish`: the text of the courses, checked and put into the database."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import click

from course_app.commands.existing_data import existing_data
from course_app.commands.program import Program, Refused, data_option
from course_app.domain.revisions import Kept
from course_app.formats.course_folder import parse_folder
from course_app.formats.course_text import CourseText
from course_app.formats.problems import Problem, has_errors
from course_app.gateways import clock
from course_app.gateways.folders import course_folders, read_course_folder
from course_app.services.publishing import Publication, Tally, publish
from course_app.settings import lessons_folder

COURSE = click.argument("path", required=False, type=click.Path(path_type=Path))


@dataclass(frozen=True)
class ReadCourse:
    """A course's folder as read; the paths of its problems begin at the folder as it was named."""

    folder: Path
    text: CourseText
    problems: list[Problem]


@click.group()
def lessons() -> None:
    """Check and publish the text of the courses."""


@lessons.command("check")
@COURSE
def check_command(path: Path | None) -> None:
    """Print every problem of the course in PATH; without PATH, of every course that belongs to the program."""
    courses = read_courses(path)
    if not report(courses):
        raise click.exceptions.Exit(1)


@lessons.command("publish")
@COURSE
@data_option
@click.pass_obj
def publish_command(program: Program, path: Path | None, data: Path | None) -> None:
    """Publish the course in PATH; without PATH, every course that belongs to the program.

    Nothing is published when there is an error in any of them.
    """
    courses = read_courses(path)
    if not report(courses):
        raise Refused("Nothing was published.")
    with existing_data(program, data):
        publish_courses(courses)


def read_courses(path: Path | None = None) -> list[ReadCourse]:
    """The course in `path`, or every course in the program's lessons folder."""
    folders = [path] if path else course_folders(lessons_folder())
    return [_read(folder) for folder in folders]


def report(courses: list[ReadCourse]) -> bool:
    """Print all problems and their number; whether the courses can be published."""
    problems = [problem for course in courses for problem in course.problems]
    for problem in sorted(problems):
        click.echo(problem)
    levels = Counter(problem.level for problem in problems)
    counts = f"{_count(levels['error'], 'error')}, {_count(levels['warning'], 'warning')}"
    click.echo(f"{_count(len(courses), 'course')}: {counts}.")
    return not has_errors(problems)


def publish_courses(courses: list[ReadCourse]) -> None:
    """Publish and say what happened, course by course."""
    for course in courses:
        _say_publication(publish(course.text, clock.now()))


def _read(folder: Path) -> ReadCourse:
    text, problems = parse_folder(read_course_folder(folder))
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    return ReadCourse(folder, text, [replace(one, path=(shown / one.path).as_posix()) for one in problems])


def _say_publication(publication: Publication) -> None:
    news = "published" if publication.is_new else "unchanged"
    click.echo(f"{publication.course}: version {publication.version}, {news}")
    for kind in ("lessons", "questions", "quizzes"):
        tally = getattr(publication, kind)
        click.echo(f"  {kind}: {_say_tally(tally)}")
        for one in tally.kept:
            _say_kept(one)


def _say_tally(tally: Tally) -> str:
    counts = f"{tally.new} new, {tally.changed} changed, {tally.unchanged} unchanged"
    retired = f", {tally.retired} retired" if tally.retired else ""
    kept = (
        f"; {len(tally.kept)} edited on the site: kept: {', '.join(one.code for one in tally.kept)}"
        if tally.kept
        else ""
    )
    return f"{counts}{retired}{kept}"


def _say_kept(kept: Kept) -> None:
    """Text and site side by side, a line each, indented below the item; line ends within them are shown as “ / ”."""
    if not kept.changes:
        click.echo(f"    {kept.code}: the text says the same")
    for change in kept.changes:
        click.echo(f"    {kept.code}, {change.what}")
        click.echo(f"      text: {_one_line(change.before)}")
        click.echo(f"      site: {_one_line(change.after)}")


def _one_line(text: str) -> str:
    return " / ".join(line for line in text.splitlines() if line) or "(not there)"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
