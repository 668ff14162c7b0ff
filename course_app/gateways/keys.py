"""The keys of an installation: files in the data folder that only their owner can read (0600).

`secret-key` signs sessions. `receipt-key` signs receipts (32 bytes of Ed25519, in hexadecimal); the public half of
each key that ever did is kept as `receipt-<its id>.public`, so that what it signed can be checked for good. Whoever
removes such a file, after a key was stolen, lets nothing more count that was signed with it.
"""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from course_app.domain.receipts import key_id

RECEIPT_KEY = "receipt-key"
PUBLIC_KEYS = "receipt-*.public"


class KeyProblem(Exception):
    """A key cannot be read or made; the text says what to do."""


def secret_key(data: Path) -> str:
    """The key that signs sessions, made on first use."""
    return _read_or_make(data / "keys" / "secret-key")


def receipt_key(data: Path) -> bytes:
    """The private key that signs receipts, made on first use; its public half is then kept too."""
    path = data / "keys" / RECEIPT_KEY
    key = _bytes_of(path, _read_or_make(path))
    public = public_half(key)
    kept = path.with_name(f"receipt-{key_id(public)}.public")
    if not kept.exists():
        _put(kept, public.hex())
    return key


def public_half(key: bytes) -> bytes:
    """The public key that belongs to a private one."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


def receipt_public_keys(data: Path) -> dict[str, bytes]:
    """The public halves of all keys that ever signed receipts here, by their ids."""
    found = [_bytes_of(path, _read(path)) for path in sorted((data / "keys").glob(PUBLIC_KEYS))]
    return {key_id(public): public for public in found}


def renew_receipt_key(data: Path) -> str:
    """Put another key in the place of the one that signs receipts; its id. What the old one signed stays right."""
    receipt_key(data)
    path = data / "keys" / RECEIPT_KEY
    _draft(path, secrets.token_hex(32)).replace(path)
    return key_id(public_half(receipt_key(data)))


def key_files(data: Path) -> list[Path]:
    """The keys that are there, by name."""
    return sorted(path for path in (data / "keys").glob("*") if path.is_file())


def _read_or_make(path: Path) -> str:
    try:
        return _read(path)
    except FileNotFoundError:
        return _make(path)


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        raise
    except OSError as error:
        why = f"The key {path} cannot be read ({error.strerror}). Start as the user who owns it."
        raise KeyProblem(why) from error


def _bytes_of(path: Path, text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyProblem(f"The key {path} is damaged. Put the one of a backup in its place.")
    return key


def _make(path: Path) -> str:
    """Write a new key; when another process was faster, take that one's."""
    _put(path, secrets.token_hex(32))
    return _read(path)


def _put(path: Path, text: str) -> None:
    """Make a file with that text, whole from the first moment, unless there is one."""
    draft = _draft(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _draft(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text + "\n")
    return draft
