"""`course-app backup` and `course-app restore`: keys and data in one file, and back again."""

from pathlib import Path

import click

from course_app.commands.existing_data import existing_data
from course_app.commands.program import Program, data_option, settings_with
from course_app.commands.serve import alone_in
from course_app.gateways import clock, data_folder
from course_app.services.backing_up import back_up
from course_app.services.restoring import restore as put_back

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@FILE
@data_option
@click.pass_obj
def backup(program: Program, file: Path, data: Path | None) -> None:
    """Write keys and data into the new FILE, consistent while the site serves. Keep it as safe as a password."""
    with existing_data(program, data, may_be_older=True):
        made = back_up(file.absolute(), clock.now())
    click.echo(f"{file}: {made.rows} rows and the keys, {made.size / 1024**2:.1f} MB.")


@click.command()
@FILE
@data_option
@click.option("--force", is_flag=True, help="Replace the data that are there; they are kept as a backup.")
@click.pass_obj
def restore(program: Program, file: Path, data: Path | None, force: bool) -> None:
    """Verify the backup in FILE, then put its keys and data in place. Stop the site first, on every machine."""
    settings = settings_with(data)
    source = file.absolute()
    data_folder.prepare(settings.data)
    with alone_in(settings.data), program.create_app(settings).app_context():
        done = put_back(source, clock.now(), force=force)
    if done.kept:
        click.echo(f"What was there is kept in {done.kept}.")
    click.echo(f"Restored {done.rows} rows and the keys, as they were at {done.made_at}. Start the site again.")
