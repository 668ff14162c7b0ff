"""Results as CSV (RFC 4180), for a spreadsheet: UTF-8 with its mark, a header line, a line a row."""

import csv
import io
from collections.abc import Iterable

from course_app.formats.csv_cells import harmless


def write_grades(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """The file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")
