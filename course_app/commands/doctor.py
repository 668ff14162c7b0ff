"""`course-app doctor`: what this installation stands on, line by line: ok, or what to do.

It changes nothing. Each check is a generator of findings; a later one is left out when it needs an earlier one.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from flask import current_app

from course_app.commands.lessons import read_courses
from course_app.commands.program import Program, Refused, data_option, plain_failures, settings_with
from course_app.formats.problems import has_errors
from course_app.gateways import clock, data_folder, database_file, keys
from course_app.queries.database import database_facts
from course_app.queries.schema import schema
from course_app.services.comparing import difference
from course_app.settings import PREFIX, Settings

LEAST_FREE = 500 * 1024 * 1024
SCHEMA_ADVICE = {
    "empty": "it is empty; run: course-app migrate",
    "older": "it is of an older version; run: course-app migrate",
    "newer": "it is of a newer version than this program; start the newer version",
    "foreign": "it holds another program's tables; name another data folder",
}


@dataclass(frozen=True)
class Finding:
    """What was looked at and how it is; `to_do` says that somebody has to act."""

    subject: str
    text: str
    to_do: bool = False


@click.command()
@data_option
@click.pass_obj
def doctor(program: Program, data: Path | None) -> None:
    """Look at settings, data folder, keys, database and lessons: each is ok, or says what to do."""
    needed = False
    for finding in _findings(program, data):
        needed = needed or finding.to_do
        click.echo(f"{'to do' if finding.to_do else 'ok':<6} {finding.subject}: {finding.text}")
    if needed:
        raise click.exceptions.Exit(1)


def _findings(program: Program, data: Path | None) -> Iterator[Finding]:
    named = sum(name.startswith(PREFIX) for name in os.environ)
    try:
        with plain_failures():
            settings = settings_with(data)
    except Refused as refused:
        yield Finding("settings", refused.message, to_do=True)
        return
    yield Finding("settings", f"{named} from the environment" if named else "none in the environment; all usual")
    yield from _folder(settings)
    yield from _keys(settings)
    if not database_file.path_of(settings.database).is_file():
        yield Finding("database", "there is none yet; begin with: course-app serve", to_do=True)
        yield from _checked("lessons", _lesson_texts)
        return
    try:
        with plain_failures():
            app = program.create_app(settings)
    except Refused as refused:
        yield Finding("program", refused.message, to_do=True)
        return
    with app.app_context():
        for subject, check in (("database", _database), ("lessons", _lessons), ("static files", _static), ("clock", _clock)):
            yield from _checked(subject, check)


def _checked(subject: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What the check finds; when it fails altogether, why."""
    try:
        with plain_failures():
            yield from check()
    except Refused as refused:
        yield Finding(subject, refused.message, to_do=True)


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data
    if not folder.is_dir():
        yield Finding("data folder", f"{folder} is not there; begin with: course-app serve", to_do=True)
    elif not data_folder.is_writable(folder):
        yield Finding("data folder", f"{folder} cannot be written; start as the user who owns it", to_do=True)
    else:
        free = data_folder.free_bytes(folder)
        low = free < LEAST_FREE
        text = f"{folder}, {free / 1024**3:.1f} GB free" + ("; make room on this disk" if low else "")
        yield Finding("data folder", text, to_do=low)


def _keys(settings: Settings) -> Iterator[Finding]:
    if settings.secret_key:
        yield Finding("keys", "the secret key comes from the environment")
        return
    files = keys.key_files(settings.data)
    loose = [path for path in files if path.stat().st_mode & 0o077]
    if loose:
        yield Finding("keys", f"others can read them; run: chmod 600 {' '.join(map(str, loose))}", to_do=True)
    elif files:
        yield Finding("keys", f"{len(files)}, readable by their owner alone")
    else:
        yield Finding("keys", "there are none yet; the first start makes them", to_do=True)


def _database() -> Iterator[Finding]:
    facts = database_facts()
    wrong = [
        *([] if facts.is_sound else [f"it is damaged ({facts.damage}); restore a backup"]),
        *([] if facts.journal == "wal" else ["it does not keep a write-ahead log; this disk may not allow it"]),
        *([] if facts.synchronous == 2 else ["it does not wait for the disk (synchronous is not FULL)"]),
    ]
    state = schema().state
    if state != "current":
        wrong.append(SCHEMA_ADVICE[state])
    yield Finding("database", "; ".join(wrong) or "opens, sound, of this version, WAL, synchronous FULL", bool(wrong))


def _lesson_texts() -> Iterator[Finding]:
    for course in read_courses():
        if has_errors(course.problems):
            yield Finding("lessons", f"{course.folder} has errors; run: course-app lessons check", to_do=True)
        else:
            yield Finding("lessons", f"{course.text.course.id} reads without errors")


def _lessons() -> Iterator[Finding]:
    yield from _lesson_texts()
    if schema().state != "current":
        return
    for course in read_courses():
        if has_errors(course.problems):
            continue
        differs = difference(course.text)
        text = f"not as published: {differs}; run: course-app lessons publish" if differs else "published as they are"
        yield Finding("lessons", f"{course.text.course.id} {text}", bool(differs))


def _static() -> Iterator[Finding]:
    tree = current_app.extensions["static_tree"]
    here = (tree.root / tree.fingerprint / "site.css").is_file()
    text = f"built, {tree.fingerprint}" if here else f"incomplete; remove {tree.root} and start again"
    yield Finding("static files", text, to_do=not here)


def _clock() -> Iterator[Finding]:
    now, newest = clock.now(), database_facts().newest_entry
    behind = newest is not None and newest > now
    text = f"{now:%Y-%m-%d %H:%M} UTC" + (f", but the newest entry is of {newest:%Y-%m-%d %H:%M}; set it" if behind else "")
    yield Finding("clock", text, to_do=behind)
