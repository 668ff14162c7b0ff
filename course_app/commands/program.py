"""What every command is given: how to make the application, and the settings that its options change.

Expected failures end here: one plain sentence on the error stream, exit code 1, never a stack trace.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import DatabaseError

from course_app.domain.errors import RuleBroken
from course_app.gateways.backup_file import BackupProblem
from course_app.gateways.data_folder import DataFolderProblem
from course_app.gateways.erasure_list import ErasureListProblem
from course_app.gateways.folders import FolderProblem
from course_app.gateways.keys import KeyProblem
from course_app.gateways.ports import PortProblem
from course_app.settings import PREFIX, Settings, SettingsProblem, read_settings

EXPECTED = (
    BackupProblem,
    SettingsProblem,
    KeyProblem,
    FolderProblem,
    DataFolderProblem,
    ErasureListProblem,
    PortProblem,
    RuleBroken,
)


class Refused(click.ClickException):
    """The command cannot do what was asked; the message is a sentence for the person at the terminal."""

    def show(self, file=None) -> None:
        """The sentence alone, without click's “Error:”."""
        click.echo(self.format_message(), file=file, err=True)


@dataclass(frozen=True)
class Program:
    """How to make the application from settings; `target` names it for a server ("module:factory")."""

    create_app: Callable[[Settings], Flask]
    target: str


def data_option(command: Callable) -> Callable:
    """The option --data, with which every command names its data folder."""
    text = "The data folder; otherwise COURSE_APP_DATA, or ./course-data."
    return click.option("--data", type=click.Path(path_type=Path), help=text)(command)


def settings_with(data: Path | None = None, *, demo: bool = False) -> Settings:
    """The settings of the environment; an option wins, and stands in the environment for processes started from here.

    The data folder becomes absolute, so that those processes find it wherever they run.
    """
    if data is not None:
        os.environ[f"{PREFIX}DATA"] = str(data)
    if demo:
        os.environ[f"{PREFIX}DEMO"] = "1"
    folder = read_settings(os.environ).data.absolute()
    os.environ[f"{PREFIX}DATA"] = str(folder)
    return read_settings(os.environ)


@contextmanager
def plain_failures() -> Iterator[None]:
    """Turn what may be expected to fail into `Refused`; a defect of the program keeps its stack trace."""
    try:
        yield
    except EXPECTED as error:
        raise Refused(str(error)) from error
    except (DatabaseError, sqlite3.Error) as error:
        raise Refused(f"The database cannot be used: {getattr(error, 'orig', error)}.") from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Refused(f"{error.filename or 'The system says'}: {error.strerror or error}.") from error
