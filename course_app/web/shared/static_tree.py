"""The static tree: joined, fingerprinted, precompressed, served by WhiteNoise in front of Flask.

The CSS parts are joined in the order of `SHEETS`: into one `site.css` for every page, and a `workshop.css` that the
pages of instructors and administrators ask for besides, so that learners do not carry it. A script is joined with the
modules of its folder that it imports, so that a page asks for it once; images are copied. Joined modules share one
scope: their top-level names differ, and an import renames nothing. The tree's address is /static/<hash of all of it>/,
so that a browser may keep it for a year; each file lies there with its .br and .gz beside it. It is built once into the
data folder's cache and used by every worker. The academy's own colours end `site.css`, and its mark lies beside it.
"""

import gzip
import hashlib
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
from whitenoise import WhiteNoise

from course_app.formats.logo_file import Logo

SOURCE = Path(__file__).resolve().parent.parent / "static"
SHEETS = {
    "site.css": (
        "tokens",
        "base",
        "layout",
        "components/head",
        "components/button",
        "components/form",
        "components/label",
        "components/notice",
        "components/facts",
        "components/table",
        "components/modules",
        "components/syllabus",
        "components/outline",
        "components/note",
        "components/prose",
        "components/figure",
        "components/term",
        "components/check",
        "components/option",
        "components/attempt",
        "components/result",
        "components/fold",
        "components/listing",
        "components/record",
    ),
    "workshop.css": ("workshop/editor", "workshop/exchange"),
}
LAYERS = "@layer reset, tokens, base, layout, components;\n"
A_YEAR = 365 * 86_400
IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=async |function |const |class )", re.MULTILINE)
COMPRESSED = (".css", ".js", ".svg", ".txt", ".webmanifest")


@dataclass(frozen=True)
class StaticTree:
    """A built tree: `root` holds one folder, named by `fingerprint`."""

    root: Path
    fingerprint: str

    def address(self, name: str) -> str:
        """The address of a file of the tree."""
        return f"/static/{self.fingerprint}/{name}"

    def text(self, name: str) -> str:
        """A file of the tree."""
        return (self.root / self.fingerprint / name).read_text()

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


def static_tree(cache: Path, colours: str = "", logo: Logo | None = None) -> StaticTree:
    """The built tree, made in `cache` unless it is there already; with the academy's own colours and mark."""
    files = _files()
    files["site.css"] += colours.encode()
    if logo:
        files[logo.name] = logo.data
    fingerprint = _fingerprint(files)
    root = cache / fingerprint
    if not root.is_dir():
        _build(files, root, fingerprint)
    return StaticTree(root, fingerprint)


def _files() -> dict[str, bytes]:
    files = {name: (LAYERS + "".join(map(_css, parts))).encode() for name, parts in SHEETS.items()}
    for path in sorted(SOURCE.rglob("*")):
        if path.is_file() and path.suffix != ".css":
            content = _script(path) if path.suffix == ".js" else path.read_bytes()
            files[path.relative_to(SOURCE).as_posix()] = content
    return files


def _script(path: Path) -> bytes:
    """A script behind the modules that it imports, each once; only its own exports are left."""
    text = path.read_text()
    parts = [EXPORT.sub("", _without_imports(part)) for part in _imported(path, [])]
    return "\n".join([*parts, _without_imports(text)]).encode()


def _imported(path: Path, seen: list[Path]) -> list[str]:
    """The texts of the modules that a script imports, directly or not, those that others need first."""
    texts = []
    for name in IMPORT.findall(path.read_text()):
        module = path.with_name(name)
        if module not in seen:
            seen.append(module)
            texts += [*_imported(module, seen), module.read_text()]
    return texts


def _without_imports(text: str) -> str:
    return IMPORT.sub("", text)


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
