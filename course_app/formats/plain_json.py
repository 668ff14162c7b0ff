"""Values of the domain as plain JSON and back: what the database keeps of a version.

`from_plain(cls, to_plain(value)) == value` for every dataclass of the domain.
"""

from typing import Any, TypeVar

from cattrs.preconf.json import make_converter

T = TypeVar("T")

_converter = make_converter(omit_if_default=True)


def to_plain(value: Any) -> Any:
    """Dataclasses as dicts, tuples as lists; what json can write.

    Fields with their default value are left out, so that a field added later does not change an old hash.
    """
    return _converter.unstructure(value)


def from_plain(cls: type[T], plain: Any) -> T:
    """The value of type `cls` that `to_plain` made `plain` from."""
    return _converter.structure(plain, cls)
