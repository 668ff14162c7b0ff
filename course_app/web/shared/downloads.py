"""Files to be kept rather than shown."""

from collections.abc import Iterable
from typing import IO

from flask import Response, request
from werkzeug.wsgi import wrap_file


def csv_file(text: str | bytes, name: str) -> Response:
    """A table for a spreadsheet, under a name that the browser proposes."""
    return file_of(text, "text/csv", name)


def json_file(text: str | bytes, name: str) -> Response:
    """JSON, likewise."""
    return file_of(text, "application/json", name)


def zip_file(file: IO[bytes], name: str) -> Response:
    """A ZIP that was written into an open file, likewise: sent piece by piece, and closed when it is sent."""
    answer = file_of(wrap_file(request.environ, file), "application/zip", name)
    answer.call_on_close(file.close)
    return answer


def file_of(text: str | bytes | Iterable[bytes], mimetype: str, name: str) -> Response:
    """A file of that kind, likewise; the name holds no sign that would end it."""
    answer = Response(text, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
