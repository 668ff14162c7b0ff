"""Commands as processes forked from one that has read the program already: a command waits for its work alone.

Reading the program takes two seconds, most commands a tenth of one. A forked process has its own memory, files,
environment and exit code as any other; only what is read before main() is shared.
"""

import multiprocessing
import os
import runpy
import sys
import tempfile
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from course_app.commands import PLACES

_MODULES = ["course_app.app", *(f"course_app.commands.{name}" for name in sorted(set(chain(*PLACES.values()))))]
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(_MODULES)


def run(arguments: list[str], cwd: Path, environment: Mapping[str, str], patience: float) -> tuple[int, str, str]:
    """Run `python -m course_app` with `arguments` to its end; its exit code, output and errors.

    Raises TimeoutError when it has not ended after `patience` seconds; it is ended then.
    """
    with tempfile.TemporaryDirectory() as scratch:
        out, err = Path(scratch, "out"), Path(scratch, "err")
        process = _SERVER.Process(target=_become, args=(arguments, str(cwd), dict(environment), str(out), str(err)))
        process.start()
        process.join(patience)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"course-app {' '.join(arguments)} did not end within {patience} s")
        return process.exitcode, out.read_text(), err.read_text()


def _become(arguments: list[str], cwd: str, environment: dict[str, str], out: str, err: str) -> None:
    """Be the command: in the child."""
    for number, path in ((1, out), (2, err)):
        with open(path, "wb") as opened:
            os.dup2(opened.fileno(), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    sys.argv = ["course-app", *arguments]
    runpy.run_module("course_app", run_name="__main__")
