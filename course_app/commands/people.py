"""`course-app people`: add somebody with a role, and a one-time link to hand over; erase somebody's data."""

from pathlib import Path

import click
from flask import Flask

from course_app.commands.existing_data import existing_data
from course_app.commands.mail_links import letterhead, say_whose_address
from course_app.commands.program import Program, Refused, data_option
from course_app.domain.erasure import Line
from course_app.domain.rosters import stand_in_name
from course_app.formats.person_text import address_of, tidy, too_long
from course_app.gateways import clock
from course_app.queries.erasures import erasure_preview, public_id_of
from course_app.queries.roster_plan import Place, place_of
from course_app.services import erasing, securing
from course_app.services.admitting import Admitted, admit
from course_app.services.securing import NoSecondStep

ROLES = ("learner", "instructor", "reviewer", "admin")
BY = "course-app people erase"
RESET_BY = "course-app people reset-second-step"


@click.group()
def people() -> None:
    """Look after people."""


@people.command()
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the person is to be.")
@click.option("--course", default="", help="A course's slug or exact title; not for admin.")
@click.option(
    "--name", default="", help="The person's name; otherwise the e-mail's part before the @ stands in for it."
)
@data_option
@click.pass_obj
def add(program: Program, email: str, role: str, course: str, name: str, data: Path | None) -> None:
    """Give the person with EMAIL a role, and an account first if there is none; prints a one-time link.

    Again is fine: a role is given once, and a new link replaces the earlier one.
    """
    address, known_as = _checked(email, role, course, tidy(name))
    with existing_data(program, data) as app:
        place = None if role == "admin" else place_of(course, "")
        done = admit(known_as or stand_in_name(address), address, role, place, clock.now())
        _say(app, done, address, role, place)


@people.command()
@click.argument("email")
@click.option("--reason", default="", help="Who asked, and how, without the name; it stays in the audit.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@data_option
@click.pass_obj
def erase(program: Program, email: str, reason: str, yes: bool, data: Path | None) -> None:
    """Erase the data of the person with EMAIL for good: shows what goes and what stays, and asks."""
    with existing_data(program, data):
        person = public_id_of(address_of(tidy(email)) or "")
        page = erasure_preview(person) if person else None
        if page is None:
            raise Refused(f"Nobody here has the e-mail {email}. Nothing was erased.")
        _say_lines(f"Of {page.name}, {page.email}, goes for good:", page.goes)
        _say_lines("What stays:", page.stays)
        if not yes:
            click.confirm("Erase?", abort=True)
        erasing.erase(None, person, tidy(reason) or BY, clock.now())
    click.echo("The data are erased.")


@people.command("reset-second-step")
@click.argument("email")
@click.option("--reason", default="", help="Who asked, and how you know that it is them; it stays in the audit.")
@data_option
@click.pass_obj
def reset_second_step(program: Program, email: str, reason: str, data: Path | None) -> None:
    """Let the person with EMAIL, who lost app and recovery codes, sign in with the password alone again.

    For an administrator whom no other one can help. Every sign-in of theirs ends, and a mail tells them.
    """
    with existing_data(program, data) as app:
        person = public_id_of(address_of(tidy(email)) or "")
        if person is None:
            raise Refused(f"Nobody here has the e-mail {email}. Nothing was changed.")
        site = app.config["SETTINGS"].site_name
        try:
            securing.reset_by_administrator(None, person, tidy(reason) or RESET_BY, site, clock.now())
        except NoSecondStep as refused:
            raise Refused(str(refused)) from refused
    click.echo("Signing in asks for the password alone again. Every sign-in has ended, and a mail says so.")


def _say_lines(heading: str, lines: tuple[Line, ...]) -> None:
    click.echo(heading)
    for line in lines:
        count = "" if line.count is None else f" ({line.count})"
        click.echo(f"  {line.words}{count}: {line.why}")


def _checked(email: str, role: str, course: str, name: str) -> tuple[str, str]:
    address = address_of(tidy(email))
    if address is None:
        raise click.BadParameter(f"“{email}” is not an e-mail in full, such as name@example.org.")
    if sentence := too_long(name):
        raise click.BadParameter(sentence)
    if role in ("instructor", "reviewer") and not course:
        raise click.UsageError(f"Say with --course of which course {email} is to be {role}.")
    if role == "admin" and course:
        raise click.UsageError("An administrator looks after every course. Leave --course out.")
    return address, name


def _say(app: Flask, done: Admitted, email: str, role: str, place: Place | None) -> None:
    click.echo(f"Added: {done.name}, {email}" if done.is_new else f"Has an account already: {done.name}, {email}")
    as_what = f"{role}{f' of “{place.title}”' if place else ''}"
    click.echo(f"Is now {as_what}." if done.is_given else f"Was {as_what} already.")
    if done.token is None:
        click.echo("Signs in with the password of the account; no link is needed.")
        return
    link = letterhead(app, "account.invitation").link_to(done.token)
    click.echo(f"Chooses a password with this link, which works once, within two weeks: {link}")
    say_whose_address(app)
