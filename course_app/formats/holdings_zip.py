"""Everything that is held on a person as one ZIP: a page that explains, and each kind as HTML and as JSON.

    index.html            what is here, by which rules, and how much of each
    <kind>.html           tables to read, in a browser without a network
    <kind>.json           {"kind", "erasure", "tables": [{"table", "rows": [{…}]}]}, UTF-8; moments are ISO 8601 in UTC

Rows are written as they come, so that it takes no more memory for a long history than for a short one.
"""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import IO, Any

from course_app.domain.erasure import Kind
from course_app.domain.holdings import RULES, About
from course_app.domain.wording import first_upper

STYLE = """:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{max-width:70em;margin:2em auto;padding:0 1em}
table{border-collapse:collapse}td,th{border-bottom:1px solid #8886;padding:.4em .8em .4em 0;text-align:start;
vertical-align:top;overflow-wrap:anywhere;min-width:5em}.wide{overflow-x:auto}pre{white-space:pre-wrap;margin:0}"""
NONE = "Nothing is held of this."


@dataclass(frozen=True)
class Table:
    """One table: its heading, and its rows, read anew at each call."""

    words: str
    rows: Callable[[], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True)
class File:
    """One kind of data: whether an erasure would take it away, and its tables."""

    kind: Kind
    goes: bool
    tables: tuple[Table, ...]


def write_holdings(target: IO[bytes], about: About, files: Iterable[File]) -> None:
    """Write the ZIP into an open file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        counts = [(file, _write(package, file)) for file in files]
        package.writestr("index.html", "".join(_index(about, counts)))


def _write(package: zipfile.ZipFile, file: File) -> int:
    with package.open(f"{file.kind.key}.json", "w", force_zip64=True) as entry:
        number = 0
        for text, rows in _json(file):
            entry.write(text.encode())
            number += rows
    with package.open(f"{file.kind.key}.html", "w", force_zip64=True) as entry:
        for text in _html(file):
            entry.write(text.encode())
    return number


def _json(file: File) -> Iterator[tuple[str, int]]:
    """The file in pieces, each with how many rows it holds."""
    yield f'{{"kind": {_dumped(file.kind.words)}, "erasure": {_dumped(file.kind.why)}, "tables": [', 0
    for place, table in enumerate(file.tables):
        yield f'{", " if place else ""}{{"table": {_dumped(table.words)}, "rows": [', 0
        for number, row in enumerate(table.rows()):
            yield ("," if number else "") + "\n" + _dumped(dict(row)), 1
        yield "]}", 0
    yield "]}\n", 0


def _html(file: File) -> Iterator[str]:
    yield from _opening(file.kind.words)
    yield f'<p><a href="index.html">All kinds</a></p><h1>{escape(file.kind.words)}</h1>{_of_erasure(file)}'
    for table in file.tables:
        yield f"<h2>{escape(table.words)}</h2>"
        yield from _table(table)
    yield "</body></html>\n"


def _table(table: Table) -> Iterator[str]:
    is_empty = True
    for row in table.rows():
        if is_empty:
            heads = "".join(f'<th scope="col">{escape(first_upper(name.replace("_", " ")))}</th>' for name in row)
            name = escape(table.words, quote=True)
            yield f'<div class="wide" role="region" tabindex="0" aria-label="{name}"><table><thead><tr>{heads}</tr>'
            yield "</thead><tbody>\n"
            is_empty = False
        cells = "".join(f'<td dir="auto">{_cell(value)}</td>' for value in row.values())
        yield f"<tr>{cells}</tr>\n"
    yield f"<p>{NONE}</p>" if is_empty else "</tbody></table></div>"


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    if isinstance(value, dict | list):
        return f"<pre>{escape(json.dumps(value, ensure_ascii=False, indent=1))}</pre>"
    text = escape(str(value))
    return f"<pre>{text}</pre>" if "\n" in text else text


def _index(about: About, counts: Iterable[tuple[File, int]]) -> Iterator[str]:
    yield from _opening(f"What {about.site} holds on {about.name}")
    yield f"<h1>What {escape(about.site)} holds on <bdi>{escape(about.name)}</bdi></h1>"
    yield f"<p>{escape(about.email)}, as it was on {escape(about.moment)}.</p><h2>How to read it</h2><ul>"
    yield from (f"<li>{escape(rule)}</li>" for rule in RULES)
    yield "</ul><h2>What is here</h2><ul>"
    for file, number in counts:
        key, words = escape(file.kind.key, quote=True), escape(file.kind.words)
        yield f'<li><p><a href="{key}.html">{words}</a> ({number:,}), <a href="{key}.json">JSON</a></p>'
        yield f"{_of_erasure(file)}</li>"
    yield "</ul></body></html>\n"


def _of_erasure(file: File) -> str:
    then = "this goes" if file.goes else "this stays without a name"
    return f"<p>If your data are erased, {then}: {escape(file.kind.why)}</p>"


def _opening(title: str) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>\n"


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    """What JSON has no word for: a moment."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds")
