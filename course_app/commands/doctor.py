"""`course-app doctor`: what this installation stands on, line by line: ok, or what to do.

It changes nothing but the cache of static files. A check that needs something that is not there is left out.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask, current_app

from course_app.commands.lessons import read_courses
from course_app.commands.program import Program, Refused, data_option, plain_failures, settings_with
from course_app.commands.worker import sender_of
from course_app.domain.backups import is_stale
from course_app.domain.erasure import people
from course_app.formats.problems import has_errors
from course_app.gateways import clock, data_folder, database_file, erasure_list, keys, mail
from course_app.queries.database import database_facts
from course_app.queries.deadlines import overdue_attempts
from course_app.queries.messages import mail_counts
from course_app.queries.schema import schema
from course_app.services.backing_up import newest_nightly
from course_app.services.comparing import difference
from course_app.services.erasing import listed_but_there
from course_app.settings import PREFIX, Settings

LONG_WAIT = timedelta(hours=1)
SCHEMA_ADVICE = {
    "empty": "it is empty; run: course-app migrate",
    "older": "it is of an older version; run: course-app migrate",
    "newer": "it is of a newer version than this program; start the newer version",
    "foreign": "it holds another program's tables; name another data folder or database",
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
    """Look at settings, disk, keys, database, lessons, mail, queue and backups: each is ok, or says what to do."""
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
    yield Finding("settings", f"{named} from the environment" if named else "none in the environment; all as usual")
    yield _address(settings)
    yield from _folder(settings)
    yield from _keys(settings)
    app = _application(program, settings)
    if isinstance(app, Finding):
        yield app
        yield from _checked("lessons", lambda: _lessons(is_published=False))
        return
    with app.app_context():
        found = list(_checked("database", _database))
        yield from found
        is_usable = not any(finding.to_do for finding in found)
        yield from _checked("lessons", lambda: _lessons(is_published=is_usable))
        yield from _checked("static files", _static)
        if is_usable:
            yield from _checked("mail", lambda: _mail(settings))
            yield from _checked("queue", _queue)
            yield from _clock()
            yield from _backups(settings)
            yield from _checked("erasures", lambda: _erasures(settings))


def _application(program: Program, settings: Settings) -> Flask | Finding:
    """The application, unless making it would make what is missing."""
    if settings.is_sqlite and not database_file.path_of(settings.database).is_file():
        return Finding("database", "there is none yet; begin with: course-app serve", to_do=True)
    if not (settings.secret_key or keys.key_files(settings.data)):
        return Finding("database", "not looked at without keys", to_do=True)
    try:
        with plain_failures():
            return program.create_app(settings)
    except Refused as refused:
        return Finding("program", refused.message, to_do=True)


def _checked(subject: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What the check finds; when it fails altogether, why."""
    try:
        with plain_failures():
            yield from check()
    except Refused as refused:
        yield Finding(subject, refused.message, to_do=True)


def _address(settings: Settings) -> Finding:
    """Who reaches the site, and through what. The program itself speaks no TLS: https means a proxy."""
    public, proxies = settings.base_url, settings.trusted_proxies
    if settings.is_https and not proxies:
        advice = "is https, which a proxy in front has to end; set COURSE_APP_TRUSTED_PROXIES to how many there are"
        return Finding("address", f"{public} {advice}, or all people count as one address", to_do=True)
    if proxies and not public:
        advice = "links in mails lead to localhost and cookies go without TLS; set COURSE_APP_BASE_URL"
        return Finding("address", f"behind a proxy, but {advice}", to_do=True)
    if not public:
        return Finding("address", "none set; for this machine alone")
    return Finding("address", f"{public}, proxies in front: {proxies}")


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data
    if not folder.is_dir():
        yield Finding("data folder", f"{folder} is not there; begin with: course-app serve", to_do=True)
    elif not data_folder.is_writable(folder):
        yield Finding("data folder", f"{folder} cannot be written; start as the user who owns it", to_do=True)
    else:
        free = data_folder.free_bytes(folder)
        low = data_folder.is_nearly_full(free)
        text = f"{folder}, {free / 1024**3:.1f} GB free"
        yield Finding("data folder", f"{text}; make room on this disk" if low else text, to_do=low)


def _keys(settings: Settings) -> Iterator[Finding]:
    files = keys.key_files(settings.data)
    loose = [path for path in files if path.stat().st_mode & 0o077]
    if loose:
        yield Finding("keys", f"others can read them; run: chmod 600 {' '.join(map(str, loose))}", to_do=True)
    elif files:
        yield Finding("keys", f"{len(files)}, readable by their owner alone")
    elif settings.secret_key:
        yield Finding("keys", "the secret key comes from the environment")
    else:
        yield Finding("keys", "there are none; course-app serve makes them, and old sessions end", to_do=True)


def _database() -> Iterator[Finding]:
    facts, state = database_facts(), schema().state
    wrong = [*facts.wrong, *([] if state == "current" else [SCHEMA_ADVICE[state]])]
    text = "; ".join(wrong) or f"opens, of this version, {facts.kept}"
    yield Finding("database", text, to_do=bool(wrong))


def _lessons(*, is_published: bool) -> Iterator[Finding]:
    for course in read_courses():
        if has_errors(course.problems):
            yield Finding("lessons", f"{course.folder} has errors; run: course-app lessons check", to_do=True)
            continue
        name = course.text.course.id
        if not is_published:
            yield Finding("lessons", f"{name}: no errors")
        elif differs := difference(course.text):
            yield Finding("lessons", f"{name}: {differs}; run: course-app lessons publish", to_do=True)
        else:
            yield Finding("lessons", f"{name}: no errors, published as it is")


def _static() -> Iterator[Finding]:
    tree = current_app.extensions["static_tree"]
    here = (tree.root / tree.fingerprint / "site.css").is_file()
    text = f"built, {tree.fingerprint}" if here else f"incomplete; remove {tree.root} and start again"
    yield Finding("static files", text, to_do=not here)


def _mail(settings: Settings) -> Iterator[Finding]:
    counts = mail_counts()
    if settings.mail_url:
        host, port, _ = mail.server_of(settings.mail_url)
        trouble = mail.try_server(settings.mail_url)
        text = f"through {host}:{port}, from {settings.mail_address}"
        if trouble:
            yield Finding("mail", f"{host}:{port} takes none: {trouble}; set COURSE_APP_MAIL_URL right", to_do=True)
        elif not settings.base_url:
            yield Finding("mail", f"{text}; its links lead to localhost: set COURSE_APP_BASE_URL", to_do=True)
        else:
            yield Finding("mail", text)
    else:
        yield Finding("mail", f"no server set; written into {sender_of(settings).folder}")
    if counts.dead:
        yield Finding("mail", f"{counts.dead} given up; see why on the administrator's page of messages", to_do=True)


def _queue() -> Iterator[Finding]:
    """What the worker has not done yet; a long wait says that none runs, or that it cannot."""
    now = clock.now()
    mail_waits, overdue = mail_counts(), overdue_attempts(now)
    text = f"mails to send: {mail_waits.waiting}, attempts to close: {len(overdue)}"
    first = min([*filter(None, [mail_waits.oldest]), *overdue.values()], default=now)
    if now - first > LONG_WAIT:
        text = f"{text}, since {first:%Y-%m-%d %H:%M} UTC; see to it that the worker runs"
    yield Finding("queue", text, to_do=now - first > LONG_WAIT)


def _backups(settings: Settings) -> Iterator[Finding]:
    now, last = clock.now(), newest_nightly(settings.data)
    if not settings.backups_keep:
        yield Finding("backups", "none are made every night (COURSE_APP_BACKUPS_KEEP is 0)")
    elif last is not None:
        text = f"the newest of every night is of {last:%Y-%m-%d %H:%M} UTC"
        stale = is_stale(last, now)
        yield Finding("backups", f"{text}; see to it that the worker runs" if stale else text, to_do=stale)
    else:
        begun = database_facts().oldest_entry
        missed = begun is not None and is_stale(begun, now)
        text = "none was made yet; see to it that the worker runs" if missed else "the first is made while it serves"
        yield Finding("backups", text, to_do=missed)


def _erasures(settings: Settings) -> Iterator[Finding]:
    """What the list of erasures says and the database does not show: after a restore by hand, or a sudden end."""
    waiting = len(listed_but_there())
    path = erasure_list.path_in(settings.data)
    if waiting:
        text = f"the data of {people(waiting)} are on the list {path} and still in the database"
        text = f"{text}; start the site, which erases them"
        yield Finding("erasures", text, to_do=True)
    else:
        number = len(erasure_list.read(path) or ())
        yield Finding("erasures", f"{number} on the list, all done" if number else "none on the list")


def _clock() -> Iterator[Finding]:
    now, newest = clock.now(), database_facts().newest_entry
    if newest is not None and newest > now:
        text = f"{now:%Y-%m-%d %H:%M} UTC is before the newest entry, {newest:%Y-%m-%d %H:%M}; set it"
        yield Finding("clock", text, to_do=True)
    else:
        yield Finding("clock", f"{now:%Y-%m-%d %H:%M} UTC")
