"""Lists of people as a spreadsheet saves them or a person pastes them.

Columns in any order, named in one of the first rows by words such as Name, First name, Surname, E-mail, Employee number
(`roster_columns`; other columns are passed over, and so are titles above the names). Without such a row each line is a
name and an e-mail in either order, an e-mail alone, several e-mails, or “Name <name@example.org>”. Text is UTF-8 or
UTF-16 with its mark, else it is read as Windows-1252, with a warning. Cells are separated by comma, semicolon or tab,
whichever the list uses (or its first line says: sep=;), and may stand in quotation marks, line ends included. A
spreadsheet may be sent as it is, too (`sheet_xlsx`).

At most 1 MB and 10,000 rows. A parser raises nothing: `Roster` holds every row that is not blank and all problems; a
row that cannot be used carries its problem as `trouble` too.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from course_app.formats.csv_cells import harmless
from course_app.formats.foreign_text import Unfit
from course_app.formats.foreign_zip import is_package
from course_app.formats.person_text import LONGEST_NUMBER, address_of, tidy, too_long
from course_app.formats.problems import Problem
from course_app.formats.roster_columns import MOST_ABOVE, Columns, heading_of, named_columns
from course_app.formats.sheet_xlsx import sheet_of

MOST_BYTES = 1_000_000
MOST_ROWS = 10_000
MOST_LINES_OF_A_ROW = 10
DELIMITERS = (",", ";", "\t")
OLD_SHEET = b"\xd0\xcf\x11\xe0"
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
WITH_NAME = re.compile(r"\s*(?P<name>[^<>]*?)\s*<\s*(?P<email>[^<>\s]+)\s*>\s*")
FORMULA = (
    "This name begins as a formula of a spreadsheet does, which no name does. Correct it in the list, or leave the row "
    "out."
)
BAD_QUOTES = (
    "The quotation marks of this row do not fit. Write none, or one before and one after the cell; double those inside."
)


@dataclass(frozen=True)
class RosterRow:
    """One row as read. `email` is normalised where it is an e-mail, else as it was written; `cells` as they were."""

    line: int
    name: str
    email: str
    number: str
    cells: tuple[str, ...]
    trouble: str = ""


@dataclass(frozen=True)
class Roster:
    """What was read. `header` holds the first row's cells when it named the columns."""

    header: tuple[str, ...]
    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]


_Record = tuple[int, tuple[str, ...], str]


def parse(content: bytes | str, path: str = "") -> Roster:
    """Read a list; `path` is how problems name it."""
    if len(content) > MOST_BYTES:
        return _nothing(path, "The list is larger than 1 MB. Divide it and use the parts one after the other.")
    try:
        records, problems = _sheet(content, path) if _is_sheet(content) else _text(content, path)
    except Unfit as unfit:
        return _nothing(path, str(unfit))
    records = [one for one in records if any(cell.strip() for cell in one[1])]
    if not records:
        return Roster((), (), (*problems, Problem(path, 0, 0, "The list is empty: it holds no row with text.")))
    columns, above = heading_of([cells for _line_number, cells, _trouble in records])
    header = records[above][1] if columns.at else ()
    records = records[above + 1 :] if columns.at else records
    if columns.at and "email" not in columns.at:
        return _nothing(path, "No column is named as the e-mail. Call it “E-mail” in the first row.")
    if len(records) > MOST_ROWS:
        count = f"The list has {len(records):,} rows; at most {MOST_ROWS:,} are taken at once. Divide it."
        return _nothing(path, count)
    if not records:
        problems.append(Problem(path, 0, 0, "The list holds the names of its columns and no row below them."))
    rows = tuple(_row(*record, columns) for record in (records if columns.at else _spread(records)))
    problems += [Problem(path, row.line, 0, row.trouble) for row in rows if row.trouble]
    return Roster(header, rows, tuple(problems))


def write_failed(header: tuple[str, ...], rows: Iterable[_Record]) -> Iterator[str]:
    """Rows (line, cells, why) as lines of CSV with a byte order mark; no cell begins as a spreadsheet's formula."""
    yield "\ufeff"
    if header:
        yield _line([*header, "Line", "Why"])
    for line, cells, why in rows:
        padded = [*cells, *([""] * (len(header) - len(cells)))]
        yield _line([*padded, str(line), why])


def _line(cells: list[str]) -> str:
    return ",".join(_quoted(cell) for cell in cells) + "\r\n"


def _quoted(cell: str) -> str:
    """In quotation marks, and safe in a spreadsheet."""
    return '"' + harmless(cell).replace('"', '""') + '"'


def _nothing(path: str, message: str) -> Roster:
    return Roster((), (), (Problem(path, 0, 0, message),))


def _is_sheet(content: bytes | str) -> bool:
    return isinstance(content, bytes) and (is_package(content) or content.startswith(OLD_SHEET))


def _sheet(content: bytes, path: str) -> tuple[list[_Record], list[Problem]]:
    """The records of a spreadsheet. Raises Unfit."""
    if content.startswith(OLD_SHEET):
        raise Unfit("This spreadsheet is in an old or a locked format. Save it as XLSX without a password, or as CSV.")
    sheet = sheet_of(content)
    problems = []
    if sheet.others:
        others = ", ".join(f"“{name}”" for name in sheet.others[:3])
        said = f"Only the first sheet, “{sheet.name}”, was read, and not {others}."
        problems.append(Problem(path, 0, 0, said, "warning"))
    return [(line, cells, "") for line, cells in sheet.rows], problems


def _text(content: bytes | str, path: str) -> tuple[list[_Record], list[Problem]]:
    text, problems = _decoded(content, path)
    lines = LINE.findall(text)
    return list(_records(lines, *_delimiter(lines))), problems


def _decoded(content: bytes | str, path: str) -> tuple[str, list[Problem]]:
    if isinstance(content, str):
        return content.removeprefix("\ufeff").replace("\0", ""), []
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding).replace("\0", ""), []
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace").replace("\0", "")
        message = "The file is not UTF-8 and was read as Windows-1252. Look at names with accents before you go ahead."
        return text, [Problem(path, 0, 0, message, "warning")]


def _delimiter(lines: list[str]) -> tuple[str, int]:
    """The character between cells, and how many lines say nothing else."""
    if lines and re.fullmatch(r"sep=[,;\t]\s*", lines[0], re.IGNORECASE):
        return lines[0][4], 1
    named = {one: _most_named(lines[: MOST_ABOVE + 1], one) for one in DELIMITERS}
    best = max(DELIMITERS, key=lambda one: named[one])
    if named[best] < 2:
        best = max(DELIMITERS, key=lambda one: sum(line.count(one) for line in lines[:20]))
    return best, 0


def _most_named(lines: list[str], delimiter: str) -> int:
    """How many columns the first rows name at most when they are divided so."""
    return max((len(named_columns(_cells([line], delimiter)).at) for line in lines), default=0)


def _records(lines: list[str], delimiter: str, start: int) -> Iterator[_Record]:
    """(line, cells, trouble), row by row; a row whose quotation marks do not fit ends at its line."""
    at = start
    while at < len(lines):
        reader = csv.reader(lines[at : at + MOST_LINES_OF_A_ROW], delimiter=delimiter, strict=True)
        try:
            cells, used, trouble = tuple(next(reader, [])), max(reader.line_num, 1), ""
        except csv.Error:
            cells, used, trouble = _cells(lines[at : at + 1], delimiter), 1, BAD_QUOTES
        yield at + 1, cells, trouble
        at += used


def _cells(lines: list[str], delimiter: str) -> tuple[str, ...]:
    """The cells of a line whose quotation marks may not fit."""
    return tuple(cell.strip().strip('"') for line in lines for cell in line.rstrip("\r\n").split(delimiter))


def _spread(records: list[_Record]) -> Iterator[_Record]:
    """Without named columns: several e-mails on one line are several people."""
    for line, cells, trouble in records:
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) > 1 and all("@" in cell for cell in filled):
            yield from ((line, (cell,), trouble) for cell in filled)
        else:
            yield line, cells, trouble


def _row(line: int, cells: tuple[str, ...], trouble: str, columns: Columns) -> RosterRow:
    name, typed, number = _named(cells, columns) if columns.at else _guessed(cells)
    both = WITH_NAME.fullmatch(typed)
    if both:
        name, typed = name or both["name"].strip("\"' "), both["email"]
    email = address_of(typed) if typed else None
    return RosterRow(line, name, email or typed, number, cells, trouble or _trouble(name, typed, email, number))


def _named(cells: tuple[str, ...], columns: Columns) -> tuple[str, str, str]:
    parts = (columns.cell(cells, "given"), columns.cell(cells, "family"))
    name = columns.cell(cells, "name") or " ".join(part for part in parts if part)
    return name, columns.cell(cells, "email"), columns.cell(cells, "number")


def _guessed(cells: tuple[str, ...]) -> tuple[str, str, str]:
    """The cell with an @ is the e-mail; of the others, the first with a letter is the name, the next the number."""
    tidied = [tidy(cell) for cell in cells]
    email = next((cell for cell in tidied if "@" in cell), "")
    others = [cell for cell in tidied if cell and cell != email]
    name = next((cell for cell in others if any(character.isalpha() for character in cell)), "")
    return name, email, next((cell for cell in others if cell != name), "")


def _trouble(name: str, typed: str, email: str | None, number: str) -> str:
    if not typed:
        return "There is no e-mail in this row."
    if "@" not in typed:
        return "The e-mail has no @. Correct it in the list, or leave the row out."
    if email is None:
        return "This is not a whole e-mail, such as name@example.org. Correct it in the list, or leave the row out."
    plain = name.lstrip("'")
    if harmless(plain) != plain:
        return FORMULA
    return too_long(name) or too_long(number, LONGEST_NUMBER, "The employee number")
