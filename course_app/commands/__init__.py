"""The terminal: `course-app`, the same as `python -m course_app`. A file a command.

A command reads its options, calls services and queries, and prints. What it cannot do it says in one sentence on
the error stream with exit code 1; wrong usage is exit code 2.

A command's modules are read when it is asked for: to read all of them takes a second.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import resolve_name

import click
from flask import Flask

from course_app.commands.program import Program, plain_failures
from course_app.settings import Settings

# Each command, and the modules that hold it: the first under its own name, the others hang their parts onto it.
PLACES = {
    "serve": ("serve",),
    "migrate": ("migrate",),
    "lessons": ("lessons", "lessons_coverage", "lessons_review"),
    "questions": ("questions", "questions_exchange"),
    "people": ("people",),
    "roster": ("roster",),
    "attempts": ("attempts",),
    "receipt": ("receipt",),
    "worker": ("worker",),
    "backup": ("backup",),
    "restore": ("backup",),
    "doctor": ("doctor",),
}


class _Commands(Mapping[str, click.Command]):
    """The commands by name, as click keeps them: fixed, and read one by one."""

    def __getitem__(self, name: str) -> click.Command:
        first, *_ = [import_module(f"{__name__}.{module}") for module in PLACES[name]]
        return getattr(first, name)

    def __iter__(self) -> Iterator[str]:
        return iter(PLACES)

    def __len__(self) -> int:
        return len(PLACES)


class _PlainGroup(click.Group):
    def invoke(self, ctx: click.Context):
        with plain_failures():
            return super().invoke(ctx)


@click.group(cls=_PlainGroup, commands=_Commands(), context_settings={"help_option_names": ["-h", "--help"]})
def course_app() -> None:
    """An online course and quiz platform in which every claim is traced to its source.

    Begin with: course-app serve
    """


def run(factory: str, target: str) -> None:
    """Run the command line; "module:name" of what makes the application, and of what a server runs.

    Names, so that a command which needs no pages does not wait for them either.
    """

    def create_app(settings: Settings) -> Flask:
        return resolve_name(factory)(settings)

    course_app(obj=Program(create_app, target), prog_name="course-app")
