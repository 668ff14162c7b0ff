"""The formats in which questions come in and go out: which one a file is, and what of it is to be mended.

A format that is read has `parse`, one that is written `write`; a text format also gives its rejected items as text, to
be mended and brought in again. Moodle XML and packages of QTI bring images in, Moodle XML takes them out; the others
name them only, so that a question which shows one comes in again where the course has it, and is rejected elsewhere.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from course_app.domain.images import Picture, images_of
from course_app.domain.questions import Question
from course_app.formats.aiken import parse_aiken, write_aiken
from course_app.formats.foreign_text import Unfit, text_of
from course_app.formats.gift import parse_gift
from course_app.formats.gift_writing import write_gift
from course_app.formats.intake import Intake, Rejected, losses_of, refused
from course_app.formats.moodle_xml import parse_moodle_xml
from course_app.formats.moodle_xml_writing import write_moodle_xml
from course_app.formats.pasted_questions import parse_pasted
from course_app.formats.qti import parse_qti
from course_app.formats.qti_package import is_package, parse_qti_package
from course_app.formats.question_csv import parse_question_csv, write_question_csv
from course_app.formats.question_text import parse_question_text, write_questions

Written = tuple[bytes | str, list[str]]
UNKNOWN = (
    "It cannot be told what kind of file this is. Choose its format above, or copy its text and paste it. Known are "
    "question text, GIFT, Aiken, Moodle XML, CSV, QTI 1.2 (XML, zip, .imscc) and questions as people write them."
)
NAMED = "Images are named and not in the file: it can be brought in again only where the course has them."
DOCUMENTS = (".doc", ".docx", ".odt", ".rtf", ".pdf", ".pages")
A_DOCUMENT = "This is a document, not a file of questions. Open it, select all, copy, and paste it into the box below."
SHEETS = (".xls", ".xlsx", ".ods", ".numbers")
A_SHEET = "This is a spreadsheet. Save it as CSV UTF-8 in the program it comes from, and bring in that file."
LOOKED_AT = 20_000


def _read_qti(data: bytes | str, name: str) -> Intake:
    if isinstance(data, bytes) and is_package(data):
        return parse_qti_package(data, name)
    return parse_qti(data, name)


def _write_text(questions: Iterable[Question]) -> Written:
    """Question text carries everything; what a question lacks it still lacks when it is brought in."""
    return write_questions(questions), []


@dataclass(frozen=True)
class Format:
    """A format by its title, the ending of its files, and how it is read and written (None: it is not)."""

    title: str
    ending: str
    mimetype: str
    parse: Callable[[bytes | str, str], Intake]
    write: Callable[[Iterable[Question]], Written] | None = None
    is_text: bool = True


FORMATS = {
    "text": Format("Question text", ".md", "text/markdown", parse_question_text, _write_text),
    "gift": Format("GIFT", ".gift", "text/plain", parse_gift, write_gift),
    "aiken": Format("Aiken", ".txt", "text/plain", parse_aiken, write_aiken),
    "moodle": Format("Moodle XML", ".xml", "application/xml", parse_moodle_xml, write_moodle_xml, is_text=False),
    "csv": Format("CSV", ".csv", "text/csv", parse_question_csv, write_question_csv),
    "qti": Format("QTI 1.2 (Canvas, Common Cartridge)", ".zip", "application/zip", _read_qti, is_text=False),
    "pasted": Format("Numbered questions (Word, mail)", ".txt", "text/plain", parse_pasted),
}
READ = {name: one.title for name, one in FORMATS.items()}
WRITTEN = {name: one.title for name, one in FORMATS.items() if one.write}
_BY_ENDING = {".gift": "gift", ".md": "text", ".csv": "csv", ".tsv": "csv", ".imscc": "qti", ".qti": "qti"}
_SIGNS = (
    ("qti", re.compile(r"\A\s*<[\s\S]*<questestinterop")),
    ("moodle", re.compile(r"\A\s*<[\s\S]*<quiz[\s>]")),
    ("text", re.compile(r"^## \S+[ \t]*$[\s\S]*^- \[[ xX0-9]", re.MULTILINE)),
    ("csv", re.compile(r"\A\s*(?=[^\n]*[,;\t])(?=[^\n]*\bquestion\b)(?=[^\n]*\boption a\b)", re.IGNORECASE)),
    ("gift", re.compile(r"^\$CATEGORY:|^::|\{\s*(?:[=~>]|T(?:RUE)?\s*[#}]|F(?:ALSE)?\s*[#}])", re.MULTILINE)),
    ("aiken", re.compile(r"^\s*A[.)]\s[\s\S]*^\s*ANSWER\s*:\s*[A-Z]\s*$", re.MULTILINE)),
)
_NUMBERED = re.compile(r"^\s*(?:\*\*)?(?:Q(?:uestion)?\s*)?[0-9]{1,3}\s*[.):]", re.MULTILINE | re.IGNORECASE)
_PLAIN_ENDINGS = ("", ".txt", ".text")


def recognised(data: bytes | str, file_name: str) -> str:
    """The format of a file by its content and its ending, of pasted text by its content; "" when it is none known."""
    ending = PurePath(file_name).suffix.lower()
    if isinstance(data, bytes) and is_package(data):
        return "qti"
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    try:
        text = text_of(data)[:LOOKED_AT]
    except Unfit:
        return "pasted" if ending in _PLAIN_ENDINGS else ""
    found = next((name for name, sign in _SIGNS if sign.search(text)), "")
    if found == "aiken" and _NUMBERED.search(text):
        return "pasted"
    return found or ("pasted" if ending in _PLAIN_ENDINGS else "")


def read_file(data: bytes | str, file_name: str, name: str = "") -> tuple[str, Intake]:
    """The format of a file, unless it was chosen ("": recognised), and what the file gives."""
    ending = PurePath(file_name).suffix.lower()
    shown = file_name or "pasted"
    if ending in DOCUMENTS + SHEETS and not name:
        return "", refused(shown, A_SHEET if ending in SHEETS else A_DOCUMENT)
    name = name or recognised(data, file_name)
    if name not in FORMATS:
        return "", refused(shown, UNKNOWN)
    return name, FORMATS[name].parse(data, shown)


def written(name: str, questions: Iterable[Question], pictures: Mapping[str, Picture]) -> Written:
    """The questions in a format, with the images where it carries them; and what it does not carry."""
    given = list(questions)
    if name == "moodle":
        file, losses = write_moodle_xml(given, pictures)
        without = [one for one in given if images_of(one) - pictures.keys()]
    else:
        write = FORMATS[name].write
        file, losses = write(given) if write else ("", [])
        without = [one for one in given if images_of(one)]
    return file, losses + losses_of((one.id, NAMED) for one in without)


def to_mend(data: bytes, name: str, intake: Intake) -> str:
    """The rejected items of a text as they stand in it, with what they need around them; "" where it is no text."""
    if name not in FORMATS or not FORMATS[name].is_text:
        return ""
    lines = text_of(data).split("\n")
    starts = sorted({_start(lines, one.line, name) for one in (*intake.taken, *intake.rejected)})
    ends = dict(zip(starts, [*starts[1:], len(lines) + 1], strict=True))
    head = [next(line for line in lines if line.strip())] if name == "csv" else []
    parts = [_part(lines, _start(lines, one.line, name), ends, name) for one in _first_of_lines(intake.rejected)]
    return "\n".join([*head, *parts]) + "\n" if parts else ""


def _first_of_lines(rejected: Iterable[Rejected]) -> list[Rejected]:
    """Without those that begin on the line of another one, which stand in its part already."""
    return list({one.line: one for one in reversed(list(rejected))}.values())[::-1]


def _start(lines: list[str], line: int, name: str) -> int:
    """Where an item begins: with the comments above it."""
    while name == "gift" and line > 1 and lines[line - 2].lstrip().startswith("//"):
        line -= 1
    return line


def _part(lines: list[str], start: int, ends: dict[int, int], name: str) -> str:
    part = lines[start - 1 : ends[start] - 1]
    if name == "gift":
        category = next((line for line in lines[start - 1 :: -1] if line.startswith("$CATEGORY")), "")
        part = [category, ""] * bool(category) + [line for line in part if not line.startswith("$CATEGORY")]
    text = "\n".join(part).rstrip()
    return text if name == "csv" else f"{text}\n"
