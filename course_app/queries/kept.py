"""What is immutable is kept in the process by its version id: no invalidation to get wrong.

One cache an app, whose database is one (tests open many); the eldest entry goes when a kind holds too many.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app

T = TypeVar("T")

MOST = 2_000


def kept(kind: str, key: Any, make: Callable[[], T]) -> T:
    """The value made for (kind, key) before, else `make()`; a None is not kept."""
    cache = current_app.extensions.setdefault("kept", {}).setdefault(kind, {})
    value = cache.get(key)
    if value is None:
        value = make()
        if value is not None:
            if len(cache) >= MOST:
                cache.pop(next(iter(cache)), None)
            cache[key] = value
    return value
