"""`course-app migrate`: bring the database to this version."""

from pathlib import Path

import click

from course_app.commands.program import Program, data_option, settings_with
from course_app.gateways import clock, data_folder
from course_app.services.migrating import Migration, bring_up_to_date


@click.command()
@data_option
@click.pass_obj
def migrate(program: Program, data: Path | None) -> None:
    """Bring the database to this version. Safe to run twice, and from two nodes at once."""
    settings = settings_with(data)
    data_folder.prepare(settings.data)
    with program.create_app(settings).app_context():
        click.echo(what_was_done(bring_up_to_date(clock.now())))


def what_was_done(migration: Migration) -> str:
    """A migration in a sentence."""
    if migration.found == "current":
        return "The database is of this version; there was nothing to do."
    if migration.found == "empty":
        return "The database was made."
    return f"The database was brought from an older version to this one. A backup lies in {migration.backup}."
