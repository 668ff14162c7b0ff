"""Files to be kept rather than shown."""

from flask import Response


def csv_file(text: str | bytes, name: str) -> Response:
    """A table for a spreadsheet, under a name that the browser proposes."""
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
