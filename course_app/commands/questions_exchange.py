"""`course-app questions import` and `questions export`: the same plan, report and formats as the instructor's pages."""

from collections.abc import Mapping
from pathlib import Path

import click

from course_app.commands.existing_data import existing_data
from course_app.commands.lessons import count_of
from course_app.commands.program import Program, Refused, data_option
from course_app.commands.questions import questions
from course_app.domain.bringing_in import ACCEPTED, KINDS, REJECTED, UNCHANGED, counts_of
from course_app.formats.exchange import FORMATS, READ, WRITTEN, read_file, written
from course_app.formats.intake import Intake
from course_app.gateways import clock
from course_app.queries.catalogue import Outline, newest_outline
from course_app.queries.import_plan import plan_of
from course_app.queries.question_images import pictures_of
from course_app.queries.question_imports import import_page, rejections
from course_app.queries.roster_plan import place_of
from course_app.queries.taking_out import Wanted, questions_wanted
from course_app.services.importing_questions import begin, finish
from course_app.services.planning_imports import Choices, offered_by, store_plan

course_option = click.option(
    "--course", default="", help="A course's slug or exact title; not needed when there is only one."
)


@questions.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@course_option
@click.option("--format", "format_", type=click.Choice(list(READ)), help="Unless given, the file shows what it is.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Take nothing while anything is rejected.")
@data_option
@click.pass_obj
def import_command(
    program: Program,
    file: Path,
    course: str,
    format_: str | None,
    dry_run: bool,
    all_or_nothing: bool,
    data: Path | None,
) -> None:
    """Bring the questions of FILE into a course as drafts, which nobody is asked until they are put into use.

    In = accepted + unchanged + rejected; what is rejected is listed with its line. The exit code is 1 when anything is
    rejected, whether or not the rest was taken.
    """
    content = file.read_bytes()
    with existing_data(program, data):
        outline = _course(course)
        known, intake = read_file(content, file.name, format_ or "")
        for problem in intake.problems:
            click.echo(f"{_place(file, problem.line)}: {problem.message}")
        if not intake.found:
            raise Refused("Nothing was changed.")
        click.echo(f"Course: {outline.course.title} ({outline.course.id}). Read as {READ[known]}.")
        if dry_run:
            counts = _would(outline, intake, file)
        else:
            counts = _bring_in(outline, intake, content, file, known, Choices(is_whole=all_or_nothing))
        _say_counts(intake.found, counts)
        if dry_run:
            click.echo("Nothing was changed.")
    if counts.get(REJECTED):
        raise click.exceptions.Exit(1)


@questions.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@course_option
@click.option("--format", "format_", type=click.Choice(list(WRITTEN)), help="Unless given, by the ending of FILE.")
@data_option
@click.pass_obj
def export_command(program: Program, file: Path, course: str, format_: str | None, data: Path | None) -> None:
    """Write all questions of a course into FILE, and say what the format cannot carry."""
    by_ending = next((one for one in WRITTEN if FORMATS[one].ending == file.suffix.lower()), "")
    name = format_ or by_ending
    if name not in WRITTEN:
        raise Refused(f"Name the format: --format with one of {', '.join(WRITTEN)}.")
    with existing_data(program, data):
        outline = _course(course)
        found = questions_wanted(outline.course_id, Wanted())
        content, losses = written(name, found, pictures_of(outline.course_id, found))
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    for sentence in losses:
        click.echo(sentence)
    click.echo(f"{file}: {count_of(len(found), 'question')} as {WRITTEN[name]}.")


def _course(course: str) -> Outline:
    outline = newest_outline(place_of(course, "").slug)
    if outline is None:
        raise Refused("This course has no published version.")
    return outline


def _would(outline: Outline, intake: Intake, file: Path) -> Mapping[str, int]:
    items = offered_by(outline, intake)
    decisions = plan_of(outline, [offered for _, offered in items], file.name)
    for (item, _), decision in zip(items, decisions, strict=True):
        if decision.kind == REJECTED:
            click.echo(f"{_place(file, item.line)}: {item.label}: {decision.reason}")
    return counts_of(one.kind for one in decisions)


def _bring_in(
    outline: Outline, intake: Intake, content: bytes, file: Path, known: str, choices: Choices
) -> Mapping[str, int]:
    made = store_plan(None, outline, content, file.name, known, intake, clock.now())
    try:
        begin(None, outline, made, import_page(outline, made).seal, choices, clock.now())
        finish(made, clock.now())
    finally:
        for row in rejections(outline, made) or ():
            click.echo(f"{_place(file, row.line)}: {row.label}: {row.reason}")
    return import_page(outline, made).counts


def _place(file: Path, line: int) -> str:
    return f"{file}:{line}" if line else str(file)


def _say_counts(found: int, counts: Mapping[str, int]) -> None:
    accepted = sum(counts.get(kind, 0) for kind in ACCEPTED)
    unchanged, rejected = counts.get(UNCHANGED, 0), counts.get(REJECTED, 0)
    click.echo(f"In: {found} = {accepted} accepted + {unchanged} unchanged + {rejected} rejected.")
    for kind in ACCEPTED:
        if counts.get(kind):
            click.echo(f"{KINDS[kind]}: {counts[kind]}")
