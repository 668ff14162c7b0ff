"""Find a Chromium: Debian's, else the one inside npm's @sparticuz/chromium, unpacked with its libraries and fonts."""

import io
import os
import shutil
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / ".ci" / "node_modules"
PACKED = MODULES / "@sparticuz" / "chromium" / "bin"
UNPACKED = ROOT / ".ci" / "out" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NONE = "no Chromium: install Debian's chromium, or npm's @sparticuz/chromium in .ci"
FONTS = """<?xml version="1.0"?>
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """How to start the browser; `environment` is added to that of the process."""

    path: str
    arguments: tuple[str, ...] = ARGUMENTS
    environment: dict[str, str] = field(default_factory=dict)


def find() -> Chromium | None:
    """The browser to use, if there is one."""
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    if installed:
        return Chromium(installed)
    return _unpacked() if (PACKED / "chromium.br").is_file() else None


def _unpacked() -> Chromium:
    program = UNPACKED / "chromium"
    if not program.is_file():
        _unpack(program)
    environment = {
        "LD_LIBRARY_PATH": f"{UNPACKED / 'al2023' / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}".rstrip(":"),
        "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf"),
    }
    return Chromium(str(program), (*ARGUMENTS, "--no-zygote", "--headless=shell"), environment)


def _unpack(program: Path) -> None:
    """The program comes last, so that an interrupted unpacking is done again."""
    for name in ("al2023", "fonts"):
        packed = io.BytesIO(brotli.decompress((PACKED / f"{name}.tar.br").read_bytes()))
        with tarfile.open(fileobj=packed) as archive:
            archive.extractall(UNPACKED / name, filter="data")
    (UNPACKED / "fonts.conf").write_text(FONTS.format(folder=UNPACKED / "fonts"))
    draft = program.with_suffix(".part")
    draft.write_bytes(brotli.decompress((PACKED / "chromium.br").read_bytes()))
    draft.chmod(0o755)
    draft.rename(program)
