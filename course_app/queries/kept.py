"""What is immutable is kept in the process by its version id: no invalidation to get wrong.

One cache an app, whose database is one (tests open many); the eldest entry goes when a kind holds too many.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from flask import current_app

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

MOST = 2_000


def kept(kind: str, key: Any, make: Callable[[], T]) -> T:
    """The value made for (kind, key) before, else `make()`; a None is not kept."""
    cache = _cache(kind)
    value = cache.get(key)
    if value is None:
        value = make()
        if value is not None:
            _keep(cache, key, value)
    return value


def kept_many(kind: str, keys: Iterable[K], make: Callable[[list[K]], Mapping[K, T]]) -> dict[K, T]:
    """The values made for each (kind, key) before; those of all other keys by one `make(keys)`. In the keys' order."""
    cache = _cache(kind)
    found = {key: cache.get(key) for key in keys}
    if missing := [key for key, value in found.items() if value is None]:
        for key, value in make(missing).items():
            found[key] = value
            _keep(cache, key, value)
    return found


def _cache(kind: str) -> dict[Any, Any]:
    return current_app.extensions.setdefault("kept", {}).setdefault(kind, {})


def _keep(cache: dict[Any, Any], key: Any, value: Any) -> None:
    if len(cache) >= MOST:
        cache.pop(next(iter(cache)), None)
    cache[key] = value
