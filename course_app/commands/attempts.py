"""`course-app attempts verify`: every stored grade derived again from what was answered."""

from pathlib import Path

import click

from course_app.commands.existing_data import existing_data
from course_app.commands.lessons import count_of
from course_app.commands.program import Program, data_option
from course_app.domain.derivation import differences
from course_app.queries.stored_grades import stored_grades, ungraded_attempts


@click.group()
def attempts() -> None:
    """Look at what learners have handed in."""


@attempts.command("verify")
@data_option
@click.pass_obj
def verify_command(program: Program, data: Path | None) -> None:
    """Derive every stored grade from its responses and its version of the quiz, and print each difference.

    Nothing is changed. The exit code is 1 when there is a difference.
    """
    grades = marks = differing = 0
    with existing_data(program, data):
        for stored in stored_grades():
            grades, marks = grades + 1, marks + len(stored.slots)
            for found in differences(stored):
                differing += 1
                click.echo(found)
        for attempt in ungraded_attempts():
            differing += 1
            click.echo(f"attempt {attempt}: stored no grade, though it is closed")
    told = count_of(differing, "difference") if differing else "no difference"
    click.echo(f"{count_of(grades, 'grade')} with {count_of(marks, 'mark')} derived again: {told}.")
    if differing:
        raise click.exceptions.Exit(1)
