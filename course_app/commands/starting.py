"""What `serve` does before it serves: the right folder, the database, the lessons, the first sign-ins.

What was done is printed as it happens; what the person needs next is returned, to be printed once the site answers.
"""

import logging

import click
from flask import Flask

from course_app.commands.lessons import publish_courses, read_courses, report
from course_app.commands.migrate import what_was_done
from course_app.commands.program import Refused
from course_app.commands.web_server import Place
from course_app.domain.erasure import people
from course_app.extensions import db
from course_app.formats.problems import has_errors
from course_app.gateways import chance, clock, data_folder, database_file, database_server, keys, passwords
from course_app.gateways.tokens import fingerprint
from course_app.services.accounts import make_first_admin_link
from course_app.services.comparing import difference, published_courses
from course_app.services.demonstrating import PASSWORD, SIGN_INS, demonstrate, simulate
from course_app.services.erasing import apply_list
from course_app.services.migrating import bring_up_to_date
from course_app.settings import Settings

log = logging.getLogger("course_app.starting")


def refuse_the_wrong_folder(settings: Settings) -> None:
    """A demonstration's folder starts with --demo only, and --demo never touches other data."""
    if not settings.demo and data_folder.is_demonstration(settings.data):
        raise Refused(
            f"{settings.data} holds a demonstration and starts with --demo only. "
            "For real work name another folder with --data."
        )
    database = "" if settings.is_sqlite else fingerprint(settings.database)
    if settings.demo and not data_folder.is_demonstration(settings.data, database):
        _refuse_other_data(settings)
        data_folder.mark_demonstration(settings.data, database)


def _refuse_other_data(settings: Settings) -> None:
    if settings.is_sqlite:
        there, where = database_file.path_of(settings.database).exists(), str(settings.data)
        instead = "Name another folder with --data."
    else:
        there, where = database_server.has_tables(settings.database), "The database"
        instead = "Name another one in COURSE_APP_DATABASE_URL."
    if there:
        raise Refused(f"{where} holds data that no demonstration made, and --demo would add people to them. {instead}")


def make_ready(settings: Settings, place: Place) -> list[str]:
    """Make keys, migrate, publish at the first start, make the demonstration; the lines to print once the site answers.

    Needs an application context. Ends with no connection open, so that web processes may be forked.
    """
    keys.receipt_key(settings.data)
    migration = bring_up_to_date(clock.now())
    if migration.found != "current":
        click.echo(what_was_done(migration))
    if erased := apply_list(clock.now()):
        click.echo(f"Erased the data of {people(erased)} on the list of erasures, which the database still had.")
    _look_at_lessons()
    news = _demonstration(place) if settings.demo else []
    token = make_first_admin_link(clock.now())
    if token:
        link = f"{place.url}/first-administrator/{token}"
        news.append(f"Make the first administrator with this link, which works once: {link}")
    _close_connections()
    return [*news, f"Ready: {place.url}"]


def finish_demonstration(app: Flask) -> None:
    """What of a demonstration nobody needs to wait for. A failure is logged: the site answers without it."""
    with app.app_context():
        try:
            simulate(clock.now())
        except Exception:
            log.exception("demonstration not complete")
        _close_connections()


def _close_connections() -> None:
    for engine in db.engines.values():
        engine.dispose()


def _look_at_lessons() -> None:
    """Publish at the first start; later only say what differs."""
    published = published_courses()
    courses = read_courses()
    if not published:
        if not report(courses):
            raise Refused("The lessons have errors, so nothing was published and the site was not started.")
        publish_courses(courses)
        return
    for course in courses:
        if has_errors(course.problems):
            click.echo(f"{course.folder} has errors; what is published stays. See: course-app lessons check")
        elif differs := difference(course.text):
            click.echo(f"{course.text.course.id}: {differs}. To publish: course-app lessons publish")


def _demonstration(place: Place) -> list[str]:
    """Make or refresh the people of the demonstration; where others can reach the site, with new passwords."""
    chosen = {email: PASSWORD if place.is_private else chance.password() for email in SIGN_INS}
    hashes = {password: passwords.hash_of(password) for password in set(chosen.values())}
    demonstrate({email: hashes[password] for email, password in chosen.items()}, clock.now())
    width = max(map(len, chosen))
    return ["Demonstration. Sign in as:", *(f"  {email:<{width}}  {password}" for email, password in chosen.items())]
