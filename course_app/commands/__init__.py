"""The terminal: `course-app`, the same as `python -m course_app`. A file a command.

A command reads its options, calls services and queries, and prints. What it cannot do it says in one sentence on
the error stream with exit code 1; wrong usage is exit code 2.
"""

from collections.abc import Callable

import click
from flask import Flask

from course_app.commands.attempts import attempts
from course_app.commands.backup import backup, restore
from course_app.commands.doctor import doctor
from course_app.commands.lessons_coverage import lessons
from course_app.commands.lessons_review import review
from course_app.commands.migrate import migrate
from course_app.commands.people import people
from course_app.commands.program import Program, plain_failures
from course_app.commands.questions import questions
from course_app.commands.receipt import receipt
from course_app.commands.roster import roster
from course_app.commands.serve import serve
from course_app.commands.worker import worker
from course_app.settings import Settings


class _PlainGroup(click.Group):
    def invoke(self, ctx: click.Context):
        with plain_failures():
            return super().invoke(ctx)


@click.group(cls=_PlainGroup, context_settings={"help_option_names": ["-h", "--help"]})
def course_app() -> None:
    """An online course and quiz platform in which every claim is traced to its source.

    Begin with: course-app serve
    """


lessons.add_command(review)
for command in (serve, migrate, lessons, questions, people, roster, attempts, receipt, worker, backup, restore, doctor):
    course_app.add_command(command)


def run(create_app: Callable[[Settings], Flask], target: str) -> None:
    """Run the command line; `target` is the server's name for the application ("module:factory")."""
    course_app(obj=Program(create_app, target), prog_name="course-app")
