"""Packages of QTI 1.2: the zip that Canvas exports a quiz as, and Common Cartridge (.imscc).

Read are all files of the package that are QTI 1.2 (`<questestinterop>`), in the order of their names, as `qti` reads
them; what else is there (manifest, pages, settings of the quiz) holds no questions. Canvas writes a quiz into a Common
Cartridge twice; of the two the fuller one (`non_cc_assessments/…xml.qti`) is read. Files that the manifest names and
the package lacks, and files of QTI 2, are told. Images are not read: an item that shows one is rejected.

Refused as a whole: names that lead out of the package (`..`, absolute ones), more than 2,000 files, more than 50 MB
unpacked, a file packed smaller than a hundredth of itself, encrypted files, packings other than deflate. What the
package says of its sizes is not believed: unpacking stops at the limit.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from course_app.formats.foreign_text import MOST_BYTES, MOST_ITEMS, Unfit
from course_app.formats.foreign_xml import name_of, root_of
from course_app.formats.intake import Intake, Item, refused, taken_in
from course_app.formats.problems import Problem
from course_app.formats.qti import QTI_2, items_of

MOST_PACKED = 20_000_000
MOST_FILES = 2_000
MOST_UNPACKED = 50_000_000
MOST_RATIO = 100
SMALL = 100_000
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, KeyError)
_MANIFEST = "imsmanifest.xml"
_DRIVE = re.compile("[A-Za-z]:")
_ENCRYPTED = 1


def parse_qti_package(data: bytes, name: str) -> Intake:
    """Every `item` of every QTI file is one; problems name the file within the package."""
    try:
        files = _files(data)
        found = [one for path, content in files.items() for one in _items(path, content, name)]
    except Unfit as unfit:
        return refused(name, str(unfit), unfit.line)
    items = [item for kept, _ in found for item in kept]
    problems = [problem for _, told in found for problem in told] + list(_missing(files, name))
    if len(items) > MOST_ITEMS:
        return refused(name, f"The package holds {len(items):,} questions; {MOST_ITEMS:,} at most are taken.")
    if not items:
        problems.append(Problem(name, 0, 0, "The package holds no question in QTI 1.2."))
    return taken_in(name, items, problems)


def is_package(data: bytes) -> bool:
    """Whether the bytes begin as a zip does."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def _items(path: str, content: bytes, name: str) -> Iterator[tuple[list[Item], list[Problem]]]:
    """The items of one file of the package, if it is QTI."""
    if not path.endswith((".xml", ".qti")) or path.rpartition("/")[2] == _MANIFEST:
        return
    place = f"{name}/{path}"
    try:
        root = root_of(content)
        if name_of(root) == "questestinterop":
            yield items_of(root, place)
        elif name_of(root) in QTI_2:
            yield [], [Problem(place, 0, 0, "This file is QTI 2, which is not read; only QTI 1.2 is.")]
    except Unfit as unfit:
        yield [], [Problem(place, unfit.line, 0, str(unfit))]


def _files(data: bytes) -> dict[str, bytes]:
    """The files that may hold questions, unpacked, by name. Raises Unfit."""
    if len(data) > MOST_PACKED:
        raise Unfit(f"The package is larger than {MOST_PACKED // 1_000_000} MB. Export fewer quizzes at once.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > MOST_FILES:
                raise Unfit(f"The package holds more than {MOST_FILES:,} files. Export fewer quizzes at once.")
            for entry in entries:
                _refuse(entry)
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Unfit(f"Unpacked, the package is larger than {MOST_UNPACKED // 1_000_000} MB.")
            wanted = {entry.filename: entry for entry in entries if entry.filename.endswith((".xml", ".qti"))}
            return {path: _unpacked(package, wanted[path]) for path in sorted(_once(wanted))}
    except _BROKEN as error:
        raise Unfit("The package is no zip that can be read: it may be cut short. Export it again.") from error


def _refuse(entry: zipfile.ZipInfo) -> None:
    path = entry.filename.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in PurePosixPath(path).parts:
        raise Unfit(f"The package holds a file whose name leads out of it (“{path[:60]}”), and is not read.")
    if entry.flag_bits & _ENCRYPTED:
        raise Unfit("The package is encrypted. Export it without a password.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unfit("The package is packed in a way that is not read. Pack it as an ordinary zip.")
    if entry.file_size > max(SMALL, entry.compress_size * MOST_RATIO):
        raise Unfit(
            f"The package holds a file (“{path[:60]}”) that grows more than {MOST_RATIO} times; it is not read."
        )


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with package.open(entry) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unfit(
            f"“{entry.filename[:60]}” is larger than {MOST_BYTES // 1_000_000} MB. Export fewer quizzes at once."
        )
    return content


def _once(paths: Iterable[str]) -> list[str]:
    """Without the poorer of two forms of the same quiz: `<id>/assessment_qti.xml` beside `…/<id>.xml.qti`."""
    fuller = {path.rpartition("/")[2].removesuffix(".xml.qti") for path in paths if path.endswith(".xml.qti")}
    return [path for path in paths if not (path.endswith("/assessment_qti.xml") and path.rsplit("/", 2)[-2] in fuller)]


def _missing(files: dict[str, bytes], name: str) -> Iterator[Problem]:
    """QTI files that the manifest names and the package lacks."""
    for path, content in files.items():
        if path.rpartition("/")[2] != _MANIFEST:
            continue
        try:
            root = root_of(content)
        except Unfit as unfit:
            yield Problem(f"{name}/{path}", unfit.line, 0, str(unfit), "warning")
            continue
        folder = path.removesuffix(_MANIFEST)
        for resource in root.iter("{*}resource"):
            href = folder + (resource.get("href") or next((one.get("href") or "" for one in resource), ""))
            if "imsqti" in (resource.get("type") or "") and href != folder and href not in files:
                sentence = f"The manifest names “{href[:80]}”, which the package lacks."
                yield Problem(f"{name}/{path}", resource.sourceline or 0, 0, sentence)
