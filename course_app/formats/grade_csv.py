"""Grades as CSV (RFC 4180), for a spreadsheet: UTF-8 with its mark, a header line, a line an attempt.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, also after a tab or a line end; such a
cell gets an apostrophe before it, which spreadsheets read as "this is text".
"""

import csv
import io
from collections.abc import Iterable

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_grades(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """The file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if cell.lstrip(" ").startswith(BEGINS_A_FORMULA) else cell
