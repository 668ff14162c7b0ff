"""The keys of an installation: files in the data folder that only their owner can read (0600)."""

import os
import secrets
from pathlib import Path


class KeyProblem(Exception):
    """A key cannot be read or made; the text says what to do."""


def secret_key(data: Path) -> str:
    """The key that signs sessions, made on first use."""
    return _read_or_make(data / "keys" / "secret-key")


def key_files(data: Path) -> list[Path]:
    """The keys that are there, by name."""
    return sorted(path for path in (data / "keys").glob("*") if path.is_file())


def _read_or_make(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return _make(path)
    except OSError as error:
        why = f"The key {path} cannot be read ({error.strerror}). Start as the user who owns it."
        raise KeyProblem(why) from error


def _make(path: Path) -> str:
    """Write a new key; when another process was faster, take that one's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(32) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
