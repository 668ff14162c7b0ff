"""A signed receipt of an attempt: one JSON object in the canonical form of RFC 8785, signed with Ed25519 (RFC 8032).

    {"algorithm":"Ed25519","key":"<id>","receipt":{…},"signature":"<base64url, no padding>"}

Signed is the canonical form of the object without its member `signature`, so the key's id is signed too. `receipt`
holds the fields of `domain.receipts.Receipt`; one that was not released is left out. Its times are ISO 8601 in UTC,
its hashes SHA-256 of the versions' canonical JSON (`domain.content_hash`), its marks whole numbers.

The canonical form is `domain.content_hash.canonical_json`. That is RFC 8785 for what a receipt may hold: text in
printable ASCII, whole numbers below 2⁵³, truth values, lists and objects. Keys sort alike by code point and by UTF-16
there, and no number needs ECMAScript's rounding, so no library is needed for it. Anything else is refused when a
receipt is read. Blanks and order do not count: a receipt that an editor laid out anew is still the one signed.

Public keys are a JWK Set (RFC 7517, RFC 8037). A key's id is made from the key, never believed from the file.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from course_app.domain.content_hash import canonical_json
from course_app.domain.receipts import FORMAT, Receipt, key_id
from course_app.formats.plain_json import from_plain, to_hash

MOST_BYTES = 200_000
DEEPEST = 8
LARGEST_NUMBER = 2**53 - 1
ALGORITHM = "Ed25519"
MEMBERS = {"algorithm", "key", "receipt", "signature"}
KEY_ID = re.compile(r"[0-9a-f]{16}")
OTHER_TEXT = "It holds other characters than a receipt does, so it is not as it was downloaded."
NO_JSON = "It is not a receipt: a receipt is a file of JSON, as it was downloaded."
NO_RECEIPT = "It is JSON, but not a receipt of this kind."
CHANGED = "It is not what was signed: something in it was changed, or the signature is forged. Do not rely on it."
NEWER = "It is signed as it should be, but in a form that is newer than this program. Check it where it was made."
NO_KEYS = "It is not a set of public keys. Take the file from the site that signed the receipt."


class _NotSoError(ValueError):
    """Something that no receipt holds; the text is the sentence about it."""


@dataclass(frozen=True)
class Checked:
    """What a check found: the receipt when it is right, else why it is not; `key` is the id that it names."""

    receipt: Receipt | None
    key: str = ""
    fault: str = ""


def write(receipt: Receipt, key: bytes) -> bytes:
    """The receipt as a file, signed with that private key: the same at any time."""
    private = Ed25519PrivateKey.from_private_bytes(key)
    signed = {
        "algorithm": ALGORITHM,
        "key": key_id(private.public_key().public_bytes_raw()),
        "receipt": to_hash(receipt),
    }
    _look_through(signed)
    return canonical_json(signed | {"signature": _text_of(private.sign(canonical_json(signed)))})


def check(content: bytes, keys: Mapping[str, bytes]) -> Checked:
    """Whether it is a receipt, unchanged, and signed with one of these public keys (by id). Raises nothing."""
    try:
        members = _members(content)
    except _NotSoError as fault:
        return Checked(None, fault=str(fault))
    name = members["key"]
    if name not in keys:
        return Checked(None, name, f"It names the key {name}, which is not one of this site’s. Do not rely on it.")
    if not _is_signed(members, keys[name]):
        return Checked(None, name, CHANGED)
    if members["receipt"].get("format") != FORMAT:
        return Checked(None, name, NEWER)
    return Checked(from_plain(Receipt, members["receipt"]), name)


def write_keys(keys: Mapping[str, bytes]) -> str:
    """Public keys as a JWK Set."""
    listed = [
        {"alg": ALGORITHM, "crv": ALGORITHM, "kid": name, "kty": "OKP", "use": "sig", "x": _text_of(public)}
        for name, public in keys.items()
    ]
    return json.dumps({"keys": listed}, indent=1)


def read_keys(content: bytes) -> tuple[dict[str, bytes], str]:
    """The Ed25519 keys of a JWK Set by their ids, and what is wrong ("" when nothing is). Raises nothing."""
    try:
        listed = _json(content).get("keys")
        texts = [one["x"] for one in listed if (one["kty"], one["crv"]) == ("OKP", ALGORITHM)]
        found = [_bytes_of(text) for text in texts]
    except (_NotSoError, AttributeError, KeyError, TypeError):
        return {}, NO_KEYS
    keys = {key_id(public): public for public in found if len(public) == 32}
    return keys, "" if keys else NO_KEYS


def _members(content: bytes) -> dict[str, Any]:
    """The members of a signed receipt, each of its type."""
    members = _json(content)
    if not isinstance(members, dict) or members.keys() != MEMBERS or not isinstance(members["receipt"], dict):
        raise _NotSoError(NO_RECEIPT)
    if members["algorithm"] != ALGORITHM or not KEY_ID.fullmatch(str(members["key"])):
        raise _NotSoError(NO_RECEIPT)
    return members


def _is_signed(members: Mapping[str, Any], public: bytes) -> bool:
    signed = {name: value for name, value in members.items() if name != "signature"}
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_bytes_of(members["signature"]), canonical_json(signed))
    except (InvalidSignature, _NotSoError):
        return False
    return True


def _json(content: bytes) -> Any:
    """What the bytes say, if it is what a receipt may hold; nothing in it is written twice."""
    if len(content) > MOST_BYTES:
        raise _NotSoError(f"It is not a receipt: it has more than {MOST_BYTES // 1000} KB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _NotSoError(OTHER_TEXT) from error
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_float=_no_such_number, parse_constant=_no_such_number)
    except _NotSoError:
        raise
    except (ValueError, RecursionError) as error:
        raise _NotSoError(NO_JSON) from error
    _look_through(value)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _NotSoError("It says something twice, which no receipt does. Do not rely on it.")
    return found


def _no_such_number(_written: str) -> Any:
    raise _NotSoError("It holds a number that no receipt holds. Do not rely on it.")


def _look_through(value: Any, depth: int = 0) -> None:
    """Raise _NotSoError unless its canonical form is that of RFC 8785, and it is as shallow as a receipt."""
    if depth > DEEPEST:
        raise _NotSoError("It is nested deeper than a receipt is, so it is none.")
    if isinstance(value, str) and not (value.isascii() and value.isprintable()):
        raise _NotSoError(OTHER_TEXT)
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        _no_such_number(str(value))
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        _look_through(one, depth + 1)


def _text_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes_of(text: Any) -> bytes:
    try:
        content = base64.urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}")
    except (binascii.Error, ValueError, TypeError) as error:
        raise _NotSoError(CHANGED) from error
    if _text_of(content) != text:
        raise _NotSoError(CHANGED)
    return content
