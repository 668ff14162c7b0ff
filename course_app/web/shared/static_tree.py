"""The static tree: joined, fingerprinted, precompressed, served by WhiteNoise in front of Flask.

The CSS parts are joined into one `site.css` in the order of `CSS_PARTS`; scripts and images are copied. The tree's
address is /static/<hash of all of it>/, so that a browser may keep it for a year; each file lies there with its
.br and .gz beside it. It is built once into the data folder's cache and used by every worker.
"""

import gzip
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
from whitenoise import WhiteNoise

SOURCE = Path(__file__).resolve().parent.parent / "static"
CSS_PARTS = (
    "tokens",
    "base",
    "layout",
    *(
        f"components/{name}"
        for name in (
            "head",
            "button",
            "form",
            "label",
            "notice",
            "facts",
            "table",
            "modules",
            "syllabus",
            "outline",
            "note",
            "prose",
            "figure",
            "term",
            "check",
            "option",
            "attempt",
            "result",
            "editor",
            "fold",
            "listing",
        )
    ),
)
LAYERS = "@layer reset, tokens, base, layout, components;\n"
A_YEAR = 365 * 86_400
COMPRESSED = (".css", ".js", ".svg", ".txt", ".webmanifest")


@dataclass(frozen=True)
class StaticTree:
    """A built tree: `root` holds one folder, named by `fingerprint`."""

    root: Path
    fingerprint: str

    def address(self, name: str) -> str:
        """The address of a file of the tree."""
        return f"/static/{self.fingerprint}/{name}"

    def in_front_of(self, application: Any) -> WhiteNoise:
        """WhiteNoise over the application: the tree's files are answered before Flask sees the request."""
        return WhiteNoise(
            application,
            root=self.root,
            prefix="static/",
            max_age=A_YEAR,
            allow_all_origins=False,
            immutable_file_test=lambda _path, url: f"/{self.fingerprint}/" in url,
            add_headers_function=_harden,
        )


def static_tree(cache: Path) -> StaticTree:
    """The built tree, made in `cache` unless it is there already."""
    files = _files()
    fingerprint = _fingerprint(files)
    root = cache / fingerprint
    if not root.is_dir():
        _build(files, root, fingerprint)
    return StaticTree(root, fingerprint)


def _files() -> dict[str, bytes]:
    files = {"site.css": (LAYERS + "".join(_css(part) for part in CSS_PARTS)).encode()}
    for path in sorted(SOURCE.rglob("*")):
        if path.is_file() and path.suffix != ".css":
            files[path.relative_to(SOURCE).as_posix()] = path.read_bytes()
    return files


def _css(part: str) -> str:
    return (SOURCE / "css" / f"{part}.css").read_text()


def _fingerprint(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


def _build(files: dict[str, bytes], root: Path, fingerprint: str) -> None:
    """Build beside and rename into place, so that another process sees all of it or nothing."""
    root.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=root.parent, prefix=".building-"))
    for name, content in files.items():
        path = draft / fingerprint / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if path.suffix in COMPRESSED:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, mtime=0))
            path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content))
    try:
        os.rename(draft, root)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not root.is_dir():
            raise


def _harden(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
