"""Results as CSV (RFC 4180), for a spreadsheet: UTF-8 with its mark, a header line, a line a row."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from course_app.formats.csv_cells import harmless


def write_grades(header: Iterable[str], rows: Iterable[Iterable[str | Decimal]]) -> bytes:
    """The file. Texts are made harmless; a Decimal is a number of ours, so that a negative one stays a number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")
