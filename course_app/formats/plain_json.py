"""Values of the domain as plain JSON and back: what the database keeps of a version.

`from_plain(cls, to_plain(value)) == value` for every dataclass of the domain.
"""

from typing import Any, TypeVar

from cattrs.preconf.json import make_converter

T = TypeVar("T")

_converter = make_converter()
_without_defaults = make_converter(omit_if_default=True)


def to_plain(value: Any) -> Any:
    """Dataclasses as dicts with all their fields, tuples as lists; what json can write."""
    return _converter.unstructure(value)


def to_hash(value: Any) -> Any:
    """The same without fields at their default, so that a field added later leaves every old hash as it was."""
    return _without_defaults.unstructure(value)


def from_plain(cls: type[T], plain: Any) -> T:
    """The value of type `cls` that `to_plain` made `plain` from."""
    return _converter.structure(plain, cls)
