"""The cells of a spreadsheet saved as XLSX (ECMA-376, also in its strict form), as text.

Read is the first sheet that is not hidden and holds something; formulas by the values saved with them, numbers as
they are written without a format (dates stay numbers), at most 100 columns. The zip is unpacked within the limits of
`foreign_zip`, its XML read as `foreign_xml` reads any: no document type, so that there are no entities.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from posixpath import join, normpath

from course_app.formats.foreign_text import Unfit
from course_app.formats.foreign_xml import Element, child, children, root_of, text_in
from course_app.formats.foreign_zip import files_of

MOST_COLUMNS = 100
WORKBOOK = "xl/workbook.xml"
NO_SHEET = "This is a zip and no spreadsheet in the format XLSX. Save the list as XLSX or CSV."
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")


@dataclass(frozen=True)
class Sheet:
    """The rows that hold something: (number in the sheet, cells). `others`: further sheets that hold something."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    others: tuple[str, ...]


def sheet_of(data: bytes) -> Sheet:
    """The sheet to read; without rows when all are empty. Raises Unfit."""
    files = files_of(data, (".xml", ".rels"), "spreadsheet", "Divide the list and use the parts.")
    if WORKBOOK not in files:
        raise Unfit(NO_SHEET)
    strings = [_string(one) for one in children(_root(files, "xl/sharedStrings.xml"), "si")]
    read = [(name, tuple(_rows(_root(files, path), strings))) for name, path in _sheets(files)]
    filled = [one for one in read if one[1]]
    if not filled:
        return Sheet("", (), ())
    (name, rows), *others = filled
    return Sheet(name, rows, tuple(other for other, _rows_of_it in others))


def _root(files: dict[str, bytes], path: str) -> Element | None:
    return root_of(files[path]) if path in files else None


def _sheets(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Name and path of every sheet that is not hidden, in the workbook's order."""
    relations = {
        one.get("Id"): normpath(join("xl", one.get("Target") or "")).removeprefix("/")
        for one in children(_root(files, "xl/_rels/workbook.xml.rels"), "Relationship")
    }
    for sheet in children(child(_root(files, WORKBOOK), "sheets"), "sheet"):
        id = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        if sheet.get("state", "visible") == "visible" and relations.get(id, "") in files:
            yield sheet.get("name") or "", relations[id]


def _rows(root: Element | None, strings: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    number = 0
    for row in children(child(root, "sheetData"), "row"):
        number = _number(row.get("r"), number + 1)
        cells = _cells(row, strings)
        if any(cell.strip() for cell in cells):
            yield number, cells


def _cells(row: Element, strings: list[str]) -> tuple[str, ...]:
    found: dict[int, str] = {}
    place = -1
    for cell in children(row, "c"):
        place = _column(cell.get("r"), place + 1)
        if place < MOST_COLUMNS:
            found[place] = _text(cell, strings)
    return tuple(found.get(one, "") for one in range(max(found, default=-1) + 1))


def _column(reference: str | None, otherwise: int) -> int:
    """The place of a cell in its row: A → 0, AA → 26."""
    matched = _PLACE.fullmatch(reference or "")
    if matched is None:
        return otherwise
    place = 0
    for letter in matched[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else otherwise


def _text(cell: Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _string(child(cell, "is"))
    value = text_in(child(cell, "v"))
    if kind == "s":
        place = _number(value.strip(), -1)
        return strings[place] if 0 <= place < len(strings) else ""
    return _plain(value.strip()) if kind == "n" else value


def _plain(value: str) -> str:
    """A number as a person writes it: 1.0E5 is 100000."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    is_whole = number.is_finite() and abs(number) < 10**18 and number == number.to_integral_value()
    return str(int(number)) if is_whole else value


def _string(element: Element | None) -> str:
    """The text of a string, run after run, without what says how it is pronounced."""
    runs = [element, *children(element, "r")]
    return "".join(text_in(one) for run in runs for one in children(run, "t"))
