"""Packages of QTI 1.2: the zip that Canvas exports a quiz as, and Common Cartridge (.imscc).

Read are all files of the package that are QTI 1.2 (`<questestinterop>`), in the order of their names, as `qti` reads
them; what else is there (manifest, pages, settings of the quiz) holds no questions. Canvas writes a quiz into a Common
Cartridge twice; of the two the fuller one (`non_cc_assessments/…xml.qti`) is read. Files that the manifest names and
the package lacks, and files of QTI 2, are told. Images are taken from
the package, written anew as `picture_file` does; an item whose image is not there, or has no alternative, is rejected.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from posixpath import normpath
from urllib.parse import unquote

from course_app.domain.images import Picture
from course_app.formats.foreign_text import MOST_ITEMS, Unfit
from course_app.formats.foreign_xml import name_of, root_of
from course_app.formats.foreign_zip import files_of, is_package
from course_app.formats.intake import Draft, Intake, Item, refused, taken_in
from course_app.formats.picture_file import Desk
from course_app.formats.problems import Problem
from course_app.formats.qti import QTI_2, items_of

__all__ = ["is_package", "parse_qti_package"]

_MANIFEST = "imsmanifest.xml"
_BASE = "$IMS-CC-FILEBASE$/"
_IMAGES = tuple(f".{one}" for low in ("png", "jpg", "jpeg", "webp", "gif") for one in (low, low.upper()))


def parse_qti_package(data: bytes, name: str) -> Intake:
    """Every `item` of every QTI file is one; problems name the file within the package."""
    try:
        files, images = _files(data), _Images(data)
        found = [one for path, content in files.items() for one in _items(path, content, name, images)]
    except Unfit as unfit:
        return refused(name, str(unfit), unfit.line)
    items = [item for kept, _ in found for item in kept]
    problems = [problem for _, told in found for problem in told] + list(_missing(files, name))
    if len(items) > MOST_ITEMS:
        return refused(name, f"The package holds {len(items):,} questions; {MOST_ITEMS:,} at most are taken.")
    if not items:
        problems.append(Problem(name, 0, 0, "The package holds no question in QTI 1.2."))
    return taken_in(name, items, problems)


def _items(path: str, content: bytes, name: str, images: "_Images") -> Iterator[tuple[list[Item], list[Problem]]]:
    """The items of one file of the package, if it is QTI."""
    if not path.endswith((".xml", ".qti")) or path.rpartition("/")[2] == _MANIFEST:
        return
    place = f"{name}/{path}"
    try:
        root = root_of(content)
        if name_of(root) == "questestinterop":
            yield items_of(root, place, partial(images.find, path.rpartition("/")[0]))
        elif name_of(root) in QTI_2:
            yield [], [Problem(place, 0, 0, "This file is QTI 2, which is not read; only QTI 1.2 is.")]
    except Unfit as unfit:
        yield [], [Problem(place, unfit.line, 0, str(unfit))]


class _Images:
    """The images of a package, unpacked when the first is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data, self._desk = data, Desk()

    @cached_property
    def _files(self) -> dict[str, bytes]:
        return files_of(self._data, _IMAGES, "package", "Export fewer quizzes at once, or smaller images.")

    def find(self, folder: str, draft: Draft, source: str) -> Picture | None:
        """The image that a text in a folder of the package means. Raises Unfit for what cannot be shown."""
        path = unquote(source).partition("?")[0]
        if "://" in path or path.startswith("//"):
            return None
        is_shared = path.startswith(_BASE)
        path = path.removeprefix(_BASE).lstrip("/")
        places = ("web_resources", "") if is_shared else (folder, "")
        data = next(
            (self._files[one] for place in places if (one := normpath(f"{place}/{path}").lstrip("/")) in self._files),
            None,
        )
        return None if data is None else self._desk.take(data, draft)


def _files(data: bytes) -> dict[str, bytes]:
    """The files that may hold questions, by name. Raises Unfit."""
    files = files_of(data, (".xml", ".qti"), "package", "Export fewer quizzes at once.")
    return {path: files[path] for path in _once(files)}


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
