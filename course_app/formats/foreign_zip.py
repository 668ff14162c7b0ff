"""Zips from elsewhere, unpacked within limits: packages of questions, spreadsheets.

Refused as a whole: names that lead out of the zip (`..`, absolute ones), more than 2,000 files, more than 50 MB
unpacked, a file packed smaller than a hundredth of itself, encrypted files, packings other than deflate. What the
zip says of its sizes is not believed: unpacking stops at the limit.
"""

import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from course_app.formats.foreign_text import MOST_BYTES, Unfit

MOST_PACKED = 20_000_000
MOST_FILES = 2_000
MOST_UNPACKED = 50_000_000
MOST_RATIO = 100
SMALL = 100_000
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, KeyError)
_DRIVE = re.compile("[A-Za-z]:")
_ENCRYPTED = 1


def is_package(data: bytes) -> bool:
    """Whether the bytes begin as a zip does."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def files_of(data: bytes, endings: tuple[str, ...], what: str, smaller: str) -> dict[str, bytes]:
    """The files whose names end so, unpacked, by name. Raises Unfit.

    `what` the sentences call the zip; `smaller` says how to make one that is not too large.
    """
    if len(data) > MOST_PACKED:
        raise Unfit(f"The {what} is larger than {MOST_PACKED // 1_000_000} MB. {smaller}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > MOST_FILES:
                raise Unfit(f"The {what} holds more than {MOST_FILES:,} files. {smaller}")
            for entry in entries:
                _refuse(entry, what)
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Unfit(f"Unpacked, the {what} is larger than {MOST_UNPACKED // 1_000_000} MB.")
            wanted = {entry.filename: entry for entry in entries if entry.filename.endswith(endings)}
            return {path: _unpacked(package, wanted[path], smaller) for path in sorted(wanted)}
    except _BROKEN as error:
        raise Unfit(f"The {what} is no zip that can be read: it may be cut short. Export it again.") from error


def _refuse(entry: zipfile.ZipInfo, what: str) -> None:
    path = entry.filename.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in PurePosixPath(path).parts:
        raise Unfit(f"The {what} holds a file whose name leads out of it (“{path[:60]}”), and is not read.")
    if entry.flag_bits & _ENCRYPTED:
        raise Unfit(f"The {what} is encrypted. Export it without a password.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unfit(f"The {what} is packed in a way that is not read. Pack it as an ordinary zip.")
    if entry.file_size > max(SMALL, entry.compress_size * MOST_RATIO):
        raise Unfit(f"The {what} holds a file (“{path[:60]}”) that grows more than {MOST_RATIO} times; it is not read.")


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, smaller: str) -> bytes:
    with package.open(entry) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unfit(f"“{entry.filename[:60]}” is larger than {MOST_BYTES // 1_000_000} MB. {smaller}")
    return content
