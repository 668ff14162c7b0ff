"""Files to be kept rather than shown."""

from flask import Response


def csv_file(text: str | bytes, name: str) -> Response:
    """A table for a spreadsheet, under a name that the browser proposes."""
    return file_of(text, "text/csv", name)


def json_file(text: str | bytes, name: str) -> Response:
    """JSON, likewise."""
    return file_of(text, "application/json", name)


def file_of(text: str | bytes, mimetype: str, name: str) -> Response:
    """A file of that kind, likewise; the name holds no sign that would end it."""
    answer = Response(text, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
