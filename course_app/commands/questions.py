"""`course-app questions check`: questions in a file, judged by the rules of item writing."""

from dataclasses import dataclass
from pathlib import Path

import click

from course_app.commands.lessons import count_of, say_problems
from course_app.commands.lessons_tables import guessing_table
from course_app.commands.program import Refused
from course_app.domain.questions import Question
from course_app.formats.course_folder import kind_of, read_folder
from course_app.formats.course_writing import check_questions, check_writing
from course_app.formats.problems import Problem, has_errors
from course_app.formats.question_text import parse_questions
from course_app.gateways import clock
from course_app.gateways.folders import read_course_folder


@dataclass(frozen=True)
class _Judged:
    questions: list[Question]
    problems: list[Problem]
    policy: str


@click.group()
def questions() -> None:
    """Check, bring in and take out questions."""


@questions.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_command(file: Path) -> None:
    """Print what is wrong or could be better in FILE, and what guessing would score on its questions.

    A file in the folder questions/ of a course is judged with that course: its claims, its policy (strict or plain),
    its other questions. Any other file is judged by the policy plain.
    """
    course = file.absolute().parent.parent
    in_course = file.absolute().parent.name == "questions" and (course / "course.yaml").is_file()
    judged = _with_course(course, file) if in_course else _alone(file)
    counts = say_problems(judged.problems)
    click.echo(f"{count_of(len(judged.questions), 'question')}, policy {judged.policy}: {counts}.")
    for line in guessing_table(judged.questions):
        click.echo(line)
    if has_errors(judged.problems):
        raise click.exceptions.Exit(1)


def _alone(file: Path) -> _Judged:
    try:
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8: save it as UTF-8.") from error
    read, _, problems = parse_questions(text, str(file))
    return _Judged(read, sorted([*problems, *check_questions(read, text, str(file), _today())]), "plain")


def _with_course(course: Path, file: Path) -> _Judged:
    """The problems of this file alone, but found with the whole course around it."""
    files = read_course_folder(course)
    read, problems, sources = read_folder(files)
    path = f"questions/{file.name}"
    if kind_of(path) != "question":
        return _alone(file)
    problems = [*problems, *check_writing(read, sources, files, _today())]
    own = [Problem(str(file), one.line, one.column, one.message, one.level) for one in problems if one.path == path]
    there = [one for one in read.questions.values() if sources.homes["question", one.id][0] == path]
    return _Judged(there, sorted(own), read.course.item_writing if read.course else "plain")


def _today() -> str:
    return clock.now().date().isoformat()
