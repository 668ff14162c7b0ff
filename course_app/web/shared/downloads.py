"""Files to be kept rather than shown."""

from flask import Response


def csv_file(text: str | bytes, name: str) -> Response:
    """A table for a spreadsheet, under a name that the browser proposes."""
    return _file(text, "text/csv", name)


def json_file(text: str | bytes, name: str) -> Response:
    """JSON, likewise."""
    return _file(text, "application/json", name)


def _file(text: str | bytes, mimetype: str, name: str) -> Response:
    answer = Response(text, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
