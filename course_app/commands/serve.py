"""`course-app serve`: from an empty folder to a running site, and again on the next day."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from course_app.commands.program import Program, Refused, data_option, settings_with
from course_app.commands.starting import finish_demonstration, make_ready, refuse_the_wrong_folder
from course_app.commands.web_server import Place, serve_until_stopped
from course_app.gateways import data_folder, locks, ports

LOCK = "serve.lock"


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="How many web processes.")
@click.option("--demo", is_flag=True, help="A demonstration with people in it; in a data folder of its own.")
@click.pass_obj
def serve(program: Program, data: Path | None, host: str, port: int, workers: int, demo: bool) -> None:
    """Serve the site and do its background work, until SIGTERM or Ctrl-C.

    An empty data folder is made ready first; older data are backed up and brought to this version.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    settings = settings_with(data, demo=demo)
    place = Place(host, port, settings.base_url)
    ports.require_free(host, port)
    data_folder.prepare(settings.data)
    with alone_in(settings.data):
        refuse_the_wrong_folder(settings)
        data_folder.note_address(settings.data, place.url)
        app = program.create_app(settings)
        with app.app_context():
            news = make_ready(settings, place)

        def when_up() -> None:
            click.echo("\n".join(news))
            if settings.demo:
                finish_demonstration(app)

        serve_until_stopped(program.target, place, workers, when_up)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder: two servers on one SQLite file are not meant to be."""
    try:
        with locks.held(folder / LOCK):
            yield
    except locks.Locked as error:
        raise Refused(
            f"Another “course-app serve” is running on {folder}. Stop it first, or name another folder with --data."
        ) from error
