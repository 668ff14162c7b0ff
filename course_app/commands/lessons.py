"""`course-app lessons`: the text of the courses, checked and put into the database.

`check` and `publish` also judge how a course is written. `serve` and `doctor`, which read the courses at every start,
do not: what is written badly can be read all the same.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from course_app.commands.existing_data import existing_database
from course_app.commands.lessons_tables import guessing_table, reading_table
from course_app.commands.program import Refused, data_option
from course_app.domain.questions import Question
from course_app.domain.revisions import Kept
from course_app.domain.source_runs import source_runs
from course_app.formats.course_folder import read_folder
from course_app.formats.course_text import CourseText
from course_app.formats.course_writing import SOURCE_RUNS, check_writing
from course_app.formats.problems import Problem, has_errors
from course_app.formats.reading_checks import lesson_readings
from course_app.formats.source_runs_text import write_source_runs
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
    """Print every problem of the course in PATH; without PATH, of every course that belongs to the program.

    Below them: what each lesson asks of its readers, and what guessing would score on the questions of quizzes.
    """
    courses = read_courses(path, writing=True)
    sound = report(courses)
    for course in courses:
        for line in (*reading_table(lesson_readings(course.text)), *guessing_table(_asked(course.text))):
            click.echo(line)
    if not sound:
        raise click.exceptions.Exit(1)


@lessons.command("publish")
@COURSE
@data_option
def publish_command(path: Path | None, data: Path | None) -> None:
    """Publish the course in PATH; without PATH, every course that belongs to the program.

    Nothing is published when there is an error in any of them.
    """
    courses = [_without_remarks(course) for course in read_courses(path, writing=True)]
    if not report(courses):
        raise Refused("Nothing was published.")
    with existing_database(data):
        publish_courses(courses)


@lessons.command("source-runs")
@click.argument("article", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--course", "folder", required=True, type=click.Path(path_type=Path), help="The course's folder.")
def source_runs_command(article: Path, folder: Path) -> None:
    """Write source-runs.txt into a course's folder: hashes of ARTICLE's runs of words, by which `check` finds overlap.

    ARTICLE is a text file, one paragraph a line. The text itself is not kept. Its list of references is left out, and
    so are the titles that the course names: its article's own, and those of its references.
    """
    read = read_folder(read_course_folder(folder))[0]
    own = read.course.article.title if read.course else ""
    try:
        text = article.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{article} is not UTF-8: save it as UTF-8.") from error
    found = source_runs(text, [own, *(reference.title for reference in read.references.values())])
    (folder / SOURCE_RUNS).write_text(write_source_runs(found))
    click.echo(f"{folder / SOURCE_RUNS}: {len(found.short)} runs of five words, {len(found.long)} of seven.")


def read_courses(path: Path | None = None, *, writing: bool = False) -> list[ReadCourse]:
    """The course in `path`, or every course in the program's lessons folder; `writing`: judged as well as read."""
    folders = [path] if path else course_folders(lessons_folder())
    return [_read(folder, writing=writing) for folder in folders]


def read_sound_courses(path: Path | None, refusal: str) -> list[ReadCourse]:
    """The same; where files have errors these are printed, and Refused is raised with the sentence `refusal`."""
    courses = read_courses(path)
    if any(has_errors(course.problems) for course in courses):
        report(courses)
        raise Refused(refusal)
    return courses


def report(courses: list[ReadCourse]) -> bool:
    """Print all problems and their number; whether the courses can be published."""
    problems = [problem for course in courses for problem in course.problems]
    counts = say_problems(problems)
    click.echo(f"{count_of(len(courses), 'course')}: {counts}.")
    return not has_errors(problems)


def say_problems(problems: Iterable[Problem]) -> str:
    """Print the problems in order; how many of each level there are, in words. Nobody counts notes that are none."""
    levels = Counter()
    for problem in sorted(problems):
        levels[problem.level] += 1
        click.echo(problem)
    counts = [count_of(levels["error"], "error"), count_of(levels["warning"], "warning")]
    counts += [count_of(levels["note"], "note")] if levels["note"] else []
    counts += [f"{levels['waived']} waived"] if levels["waived"] else []
    return ", ".join(counts)


def publish_courses(courses: list[ReadCourse]) -> None:
    """Publish and say what happened, course by course."""
    for course in courses:
        _say_publication(publish(course.text, clock.now()))


def _read(folder: Path, *, writing: bool) -> ReadCourse:
    files = read_course_folder(folder)
    text, problems, sources = read_folder(files)
    if writing:
        problems = [*problems, *check_writing(text, sources, files, clock.now().date().isoformat())]
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    return ReadCourse(folder, text, [replace(one, path=(shown / one.path).as_posix()) for one in problems])


def _without_remarks(course: ReadCourse) -> ReadCourse:
    """The course with what its author has still to look at; notes and what is waived are for `check`."""
    return replace(course, problems=[one for one in course.problems if one.level in ("error", "warning")])


def _asked(text: CourseText) -> Sequence[Question]:
    return [question for question in text.questions.values() if question.pool != "self-check"]


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


def count_of(number: int, noun: str) -> str:
    """“1 error”, “2 errors”."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
