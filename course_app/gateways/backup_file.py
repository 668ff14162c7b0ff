"""A backup as one file: a zip whose manifest names every part with its SHA-256, for its owner alone.

The parts are the keys (`keys/<name>`), the data: `database.sqlite3`, or a part a table (`tables/<name>`, as
PostgreSQL's COPY writes it), and from format 2 on the list of erasures (`erasures.txt`). A file appears under its name
when it is complete and on the disk.
"""

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMAT = 2
READABLE = (1, FORMAT)
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
KEYS, TABLES = "keys/", "tables/"
ERASURES = "erasures.txt"
PART = re.compile(r"database\.sqlite3|erasures\.txt|(keys|tables)/[a-z0-9][a-z0-9_.-]*")
CHUNK = 1024 * 1024
LARGEST_MANIFEST = 16 * CHUNK
# What zipfile, zlib, json and the manifest raise for an archive that is damaged or none of ours.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, NotImplementedError)


class BackupProblem(Exception):
    """A backup cannot be written or used; the text says why, and what stayed as it was."""


@dataclass
class Manifest:
    """What a backup holds. `kind`: sqlite or postgresql; `revision`: the schema's; `rows`: their number by table.

    `columns`: a table's, in the order of its part. `parts`: SHA-256 by name. `made_at`: ISO 8601.
    """

    made_at: str
    kind: str
    revision: str
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Adds parts to a backup that is being written."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.archive, self.manifest = archive, manifest

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add a part."""
        digest = hashlib.sha256()
        with self.archive.open(name, "w", force_zip64=True) as part:
            for chunk in chunks:
                digest.update(chunk)
                part.write(chunk)
        self.manifest.parts[name] = digest.hexdigest()


class Reader:
    """A backup whose manifest has been read."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.archive, self.manifest = archive, manifest

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part; ends in `BackupProblem` when it is not what the manifest says."""
        digest = hashlib.sha256()
        try:
            with self.archive.open(name) as part:
                while chunk := part.read(CHUNK):
                    digest.update(chunk)
                    yield chunk
        except UNREADABLE as error:
            raise _damaged(self.archive.filename, name) from error
        if digest.hexdigest() != self.manifest.parts[name]:
            raise _damaged(self.archive.filename, name)

    def verify(self) -> None:
        """Read every part; raises `BackupProblem` at the first that is not what the manifest says."""
        for name in self.manifest.parts:
            for _chunk in self.chunks(name):
                pass


@contextmanager
def writing(target: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write a backup; an exception leaves nothing. Raises `BackupProblem` when there is such a file already."""
    if target.exists():
        raise BackupProblem(f"{target} is there already. Nothing was changed. Name another file.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            yield Writer(archive, manifest)
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
        to_disk(draft)
        draft.replace(target)
        to_disk(target.parent)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def reading(source: Path) -> Iterator[Reader]:
    """Open a backup. Raises `BackupProblem` unless it is one that this program can read."""
    try:
        archive = zipfile.ZipFile(source)
    except UNREADABLE as error:
        raise BackupProblem(f"{source} is not a backup of this program. Nothing was changed.") from error
    with archive:
        yield Reader(archive, _manifest(archive))


def chunks_of(path: Path) -> Iterator[bytes]:
    """A file, piece by piece."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file for its owner alone; it appears when it is complete and on the disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    try:
        with draft.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        to_disk(draft)
        draft.replace(path)
        to_disk(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise _damaged(archive.filename, MANIFEST)
        fields = json.loads(archive.read(MANIFEST))
        if fields["format"] not in READABLE:
            raise BackupProblem(
                f"{archive.filename} was written by a newer version of this program. Nothing was changed. "
                "Restore it with that version."
            )
        manifest = Manifest(**fields)
        is_whole = {*manifest.parts, MANIFEST} == set(archive.namelist())
    except UNREADABLE as error:
        raise BackupProblem(f"{archive.filename} is not a backup of this program. Nothing was changed.") from error
    if not is_whole or not all(PART.fullmatch(name) for name in manifest.parts):
        raise _damaged(archive.filename, MANIFEST)
    return manifest


def _damaged(source: str | None, name: str) -> BackupProblem:
    return BackupProblem(
        f"{source} is damaged: {name} is not what was written. Nothing was changed. Use another backup."
    )


def to_disk(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk when this returns."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
