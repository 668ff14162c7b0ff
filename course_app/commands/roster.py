"""`course-app roster import`: the same plan and the same report as the administrator's page."""

import time
from collections import Counter
from pathlib import Path

import click
from flask import Flask

from course_app.commands.existing_data import existing_data
from course_app.commands.mail_links import letterhead, say_whose_address
from course_app.commands.program import Program, Refused, data_option
from course_app.domain.rosters import CANNOT, DONE, ENROL, INVITE, KINDS, WORK, Decision
from course_app.formats.roster_csv import Roster, parse
from course_app.gateways import clock
from course_app.queries.roster_plan import Place, place_of, plan_of
from course_app.queries.rosters import roster_page
from course_app.services.importing_rosters import REST_SECONDS, begin, finish, store_plan


@click.group()
def roster() -> None:
    """Enrol people from a list."""


@roster.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--course", default="", help="A course's slug or exact title; not needed when there is only one.")
@click.option("--cohort", default="", help="The cohort's exact name; made when the course has none of that name.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@data_option
@click.pass_obj
def import_command(program: Program, file: Path, course: str, cohort: str, dry_run: bool, data: Path | None) -> None:
    """Enrol the people in FILE (XLSX, CSV or tab-separated); people without an account are added and invited.

    Rows that cannot be used are listed and left out; the exit code is 1 when there is nothing else in the list.
    """
    content = file.read_bytes()
    with existing_data(program, data) as app:
        place = place_of(course, cohort)
        read = parse(content, str(file))
        for problem in read.problems:
            if not problem.line:
                click.echo(problem)
        if not read.rows:
            raise Refused("Nothing was changed.")
        decisions = plan_of(read, place)
        _say_place(place)
        _say_left_out(file, read, decisions)
        _say_doubts(file, read, decisions)
        if dry_run or not any(one.kind in WORK for one in decisions):
            _say_counts(Counter(one.kind for one in decisions), KINDS)
            click.echo("Nothing was changed.")
        else:
            _use(app, read, file, place)
    if all(one.kind == CANNOT for one in decisions):
        raise click.exceptions.Exit(1)


def _use(app: Flask, read: Roster, file: Path, place: Place) -> None:
    made = store_plan(None, read, file.name, place, clock.now())
    begin(None, made, letterhead(app, "account.invitation"), clock.now())
    finish(made, clock.now(), lambda: time.sleep(REST_SECONDS))
    counts = Counter(roster_page(made).counts)
    _say_counts(counts, DONE)
    if counts[INVITE]:
        click.echo("Whoever was added is sent a mail with a link, behind which they choose a password.")
    if counts[ENROL]:
        click.echo("Whoever was enrolled and had an account is told so by mail.")
    if counts[INVITE] or counts[ENROL]:
        say_whose_address(app)


def _say_place(place: Place) -> None:
    click.echo(f"Course: {place.title} ({place.slug})")
    if place.cohort:
        click.echo(f"Cohort: {place.cohort}{', will be created' if place.makes_cohort else ''}")


def _say_left_out(file: Path, read: Roster, decisions: list[Decision]) -> None:
    for row, decision in zip(read.rows, decisions, strict=True):
        if decision.kind == CANNOT:
            click.echo(f"{file}:{row.line}: {row.name or row.email}: {decision.note}")


def _say_doubts(file: Path, read: Roster, decisions: list[Decision]) -> None:
    for row, decision in zip(read.rows, decisions, strict=True):
        if decision.is_doubtful:
            click.echo(f"{file}:{row.line}: warning: {row.name}: {decision.note}")


def _say_counts(counts: Counter[str], words: dict[str, str]) -> None:
    for kind, said in words.items():
        if counts[kind]:
            click.echo(f"{said}: {counts[kind]}")
