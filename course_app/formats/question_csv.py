"""Questions as a spreadsheet: CSV (RFC 4180), one question a row. Read and written.

    id,type,question,option a,reason a,option b,reason b,…,right,topic,level,difficulty,pool,claims,…
    S01,single,How long …?,6 hours,Shorter …,72 hours,Correct. …,b,side-effects,remember,easy,quiz,"C46, B15"

Columns in any order, named in the first row; capitals do not matter. `question` and the options a, b … l are texts in
the Markdown of questions; `right` names the letters of the right options, parted by commas or blanks (`a, c`; for a
statement also `true` or `false`), and is left blank for an ordering, whose options stand in the right order. `type` is
single, multiple, true-false or ordering; left blank it follows from the options and from `right`. Further columns are
the fields of question text (`question_fields`) and are written as there: `topic`, `level`, `difficulty`, `pool`,
`order`, `credit`, `claims`, `refs`, `lesson`, `passage`, `trap`, `safety`, `checked-on`, `tags`, `waive` (several
parted by line ends).
Other columns are named in a problem and passed over; a row without text is none. Cells are parted by comma, semicolon
or tab, whichever parts the first row into most columns. A cell that a spreadsheet would run as a formula carries an
apostrophe before it, which is taken off again in reading.

Read and written: everything of a question, but signs that cannot be printed.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import zip_longest

from course_app.domain.question_types.registry import TYPES
from course_app.domain.question_types.true_false import TEXTS
from course_app.domain.questions import LETTERS, MOST_OPTIONS, Question, key_of
from course_app.formats.csv_cells import harmless
from course_app.formats.foreign_text import MOST_ITEMS, MOST_TEXT, Unfit, text_of
from course_app.formats.intake import Draft, Intake, Item, losses_of, printed, refused, taken_in
from course_app.formats.problems import Problem
from course_app.formats.question_fields import FIELDS, USUAL
from course_app.formats.strict_yaml import WORDS_OR_CAPITALS

DELIMITERS = (",", ";", "\t")
_FIELD_COLUMNS = [name for name in FIELDS if name != "type"]
_OPTION_LETTERS = LETTERS[:MOST_OPTIONS]
_KNOWN = {
    "id",
    "type",
    "question",
    "right",
    *_FIELD_COLUMNS,
    *(f"{kind} {letter}" for kind in ("option", "reason") for letter in _OPTION_LETTERS),
}
_BAD_QUOTES = (
    "The quotation marks of this row do not fit: one before and one after the cell, those inside doubled. It was read "
    "up to line {}."
)


def parse_question_csv(data: bytes | str, name: str) -> Intake:
    """Every row below the first that holds text is an item."""
    try:
        text = text_of(data)
    except Unfit as unfit:
        return refused(name, str(unfit), unfit.line)
    rows = [row for row in _rows(text) if row[2] or any(cell.strip() for cell in row[1])]
    if not rows or rows[0][2]:
        return refused(name, rows[0][2] if rows else "The file is empty.", 1)
    columns = [" ".join(cell.lower().split()) for cell in rows[0][1]]
    if missing := [column for column in ("question", "option a", "option b") if column not in columns]:
        return refused(name, f"The first row names no column `{missing[0]}`; it names the columns.", rows[0][0])
    if twice := {column for column in columns if column in _KNOWN and columns.count(column) > 1}:
        return refused(name, f"The first row names the column `{min(twice)}` twice.", rows[0][0])
    if len(rows) > MOST_ITEMS + 1:
        return refused(name, f"The file holds {len(rows) - 1:,} rows; {MOST_ITEMS:,} at most are taken. Divide it.")
    if len(rows) == 1:
        return refused(name, "The file holds the names of its columns and no question below them.", rows[0][0])
    strange = [column for column in columns if column and column not in _KNOWN]
    told = [Problem(name, rows[0][0], 0, f"The column `{one[:60]}` is not read.", "warning") for one in strange]
    return taken_in(name, (_item(columns, row) for row in rows[1:]), told)


def write_question_csv(questions: Iterable[Question]) -> tuple[bytes, list[str]]:
    """The file, with its byte order mark, and what it does not carry."""
    questions, strange = printed(questions)
    letters = _OPTION_LETTERS[: max((len(one.options) for one in questions), default=2)]
    pairs = [f"{kind} {letter}" for letter in letters for kind in ("option", "reason")]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["id", "type", "question", *pairs, "right", *_FIELD_COLUMNS])
    for question in questions:
        writer.writerow([_guarded(cell) for cell in _cells(question, len(letters))])
    data = text.getvalue().encode("utf-8-sig")
    return data, losses_of(strange)


def _rows(text: str) -> Iterator[tuple[int, list[str], str]]:
    """(line, cells, trouble), row by row."""
    lines = text.removesuffix("\n").split("\n")
    first = lines[0] if lines else ""
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, [], _BAD_QUOTES.format(reader.line_num)
        else:
            yield line, cells, ""


def _item(columns: list[str], row: tuple[int, list[str], str]) -> Item:
    line, cells, trouble = row
    values = {
        column: _plain(cell.strip()) for column, cell in zip_longest(columns, cells[: len(columns)], fillvalue="")
    }
    label = values.get("id") or values.get("question", "")[:60]
    return Item(line, label, partial(_draft, line, values, trouble or _too_many(columns, cells)))


def _too_many(columns: list[str], cells: list[str]) -> str:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return f"It has more cells than the first row has columns ({len(columns)}): a quotation mark may be missing."
    return ""


def _draft(line: int, values: dict[str, str], trouble: str) -> Draft:
    if trouble:
        raise Unfit(trouble)
    if any(len(value) > MOST_TEXT for value in values.values()):
        raise Unfit(f"One of its texts is longer than {MOST_TEXT:,} characters.")
    draft = Draft(line, id=values.get("id", ""), stem=values["question"], type=values.get("type") or _shape(values))
    if draft.id and not re.fullmatch(WORDS_OR_CAPITALS, draft.id):
        raise Unfit(f"`{draft.id[:60]}` is not an id: letters and digits, joined by hyphens.")
    if draft.type not in TYPES:
        raise Unfit(f"`{draft.type[:60]}` is not one of: {', '.join(TYPES)}.")
    right = _right(values.get("right", ""), draft.type)
    _add_options(draft, values, right)
    _take_fields(draft, values)
    return draft


def _shape(values: dict[str, str]) -> str:
    """The type of a row that names none."""
    options = [values.get(f"option {letter}", "") for letter in _OPTION_LETTERS]
    if tuple(filter(None, options)) == TEXTS:
        return "true-false"
    return "multiple" if len(_words(values.get("right", ""))) > 1 else USUAL


def _words(written: str) -> set[str]:
    return {word.lower() for word in re.split(r"[\s,;]+", written) if word}


def _right(written: str, kind: str) -> set[str]:
    words = _words(written)
    if kind == "true-false" and words in ({"true"}, {"false"}):
        return {"a"} if words == {"true"} else {"b"}
    if strange := sorted(words - set(_OPTION_LETTERS)):
        raise Unfit(f"The column `right` holds “{strange[0][:40]}”, which is no letter of an option.")
    return words


def _add_options(draft: Draft, values: dict[str, str], right: set[str]) -> None:
    """The options up to the last that is written; one that is missing between is empty, and so a fault."""
    given = [letter for letter in _OPTION_LETTERS if values.get(f"option {letter}") or values.get(f"reason {letter}")]
    count = _OPTION_LETTERS.index(given[-1]) + 1 if given else 0
    for letter in _OPTION_LETTERS[:count]:
        draft.add(values.get(f"option {letter}", ""), values.get(f"reason {letter}", ""), letter in right)
    if beyond := sorted(right - set(_OPTION_LETTERS[:count])):
        raise Unfit(f"The column `right` names {beyond[0]}, but there is no such option.")


def _take_fields(draft: Draft, values: dict[str, str]) -> None:
    for name in _FIELD_COLUMNS:
        written = values.get(name, "")
        try:
            if name == "waive":
                draft.fields["waivers"] = tuple(FIELDS[name].read(one) for one in written.split("\n") if one.strip())
            elif written:
                draft.fields[FIELDS[name].argument] = FIELDS[name].read(written)
        except ValueError as error:
            raise Unfit(f"The column `{name}`: {error}") from error


def _cells(question: Question, count: int) -> Iterator[str]:
    yield from (question.id, question.type, question.stem)
    for place in range(count):
        option = question.options[place] if place < len(question.options) else None
        yield from (option.text, option.rationale) if option else ("", "")
    yield "" if question.type == "ordering" else ", ".join(sorted(key_of(question)))
    for name in _FIELD_COLUMNS:
        value = getattr(question, FIELDS[name].argument)
        if name == "waive":
            yield "\n".join(FIELDS[name].write(waiver) for waiver in value)
        else:
            yield FIELDS[name].write(value) if value else ""


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet runs, and whose apostrophes at the start can be told from those put there."""
    return f"'{cell}" if _runs(cell.lstrip("'")) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _runs(cell.lstrip("'")) else cell


def _runs(cell: str) -> bool:
    return harmless(cell) != cell
