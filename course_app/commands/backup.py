"""`course-app backup` and `course-app restore`: keys and data in one file, and back again."""

from pathlib import Path

import click

from course_app.commands.existing_data import existing_data
from course_app.commands.program import Program, data_option, settings_with
from course_app.commands.serve import alone_in
from course_app.domain.erasure import people
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
@click.option(
    "--erasures",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The newest list of erasures (erasures.txt of the data folder), or the newest backup, which holds one.",
)
@click.pass_obj
def restore(program: Program, file: Path, data: Path | None, force: bool, erasures: Path | None) -> None:
    """Verify the backup in FILE, then put its keys and data in place. Stop the site first, on every machine.

    Data that were erased since the backup was made are erased again, as the list of erasures has it: the one in the
    data folder, in the backup, and in --erasures.
    """
    settings = settings_with(data)
    source = file.absolute()
    data_folder.prepare(settings.data)
    with alone_in(settings.data), program.create_app(settings).app_context():
        done = put_back(source, clock.now(), force=force, erasures=erasures)
    if done.kept:
        click.echo(f"What was there is kept in {done.kept}.")
    click.echo(f"Restored {done.rows} rows and the keys, as they were at {done.made_at}. Start the site again.")
    if done.erased is None:
        click.echo(
            f"No list of erasures was found in {settings.data}. If data of people were erased after that backup was "
            "made, they are back: restore it once more with --force, and name the newest list, or the newest backup, "
            "with --erasures FILE."
        )
    elif done.erased:
        click.echo(f"Erased again the data of {people(done.erased)}, which were erased after that backup was made.")
