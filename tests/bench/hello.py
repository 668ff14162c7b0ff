"""The unit: a view that does `return "hello"`, served by granian with this program's settings and four threads."""

import sys
from collections.abc import Callable

from flask import Flask

from course_app.commands import web_server

THREADS = 4


def application() -> Callable:
    """The least that Flask can do."""
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "hello"

    return app


if __name__ == "__main__":
    web_server.BLOCKING_THREADS = THREADS
    here = web_server.Place("127.0.0.1", int(sys.argv[1]))
    web_server.make_server("tests.bench.hello:application", here, workers=1).serve(
        target_loader=application, wrap_loader=False
    )
