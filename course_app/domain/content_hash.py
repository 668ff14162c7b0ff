"""The hash that says whether content changed: SHA-256 of canonical JSON.

Canonical JSON here: UTF-8, keys sorted by code point, no blanks, text in NFC, whole numbers only. Two machines, and
two spellings of the same accent, give the same bytes. Every field of a dataclass counts, whether or not it has its
default, and its class does not.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any
from unicodedata import normalize


def content_hash(value: Any) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits. Raises what `canonical_json` raises."""
    return sha256(canonical_json(value)).hexdigest()


def canonical_json(value: Any) -> bytes:
    """The one spelling of a value made of dataclasses, mappings with text keys, lists, tuples, text, whole numbers,
    truth values and None.

    Raises TypeError for anything else (floats and sets have no one spelling), ValueError when two keys are the same
    in NFC or a text cannot be written as UTF-8.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    raise TypeError(f"{type(value).__name__} has no canonical JSON")


def _plain_mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    plain = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"a key must be text, not {type(key).__name__}")
        plain[normalize("NFC", key)] = _plain(item)
    if len(plain) != len(value):
        raise ValueError("two keys are the same text in NFC")
    return plain
