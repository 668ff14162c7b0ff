"""Flask without two services that this program never uses and every request would pay for."""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class FlatEnvironment(Environment):
    """Templates share the environment's globals; a ChainMap for those of a single template looks up in Python."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template; `d`, those of its own, is never given here."""
        return super().make_globals(d) if d else self.globals


class Application(Flask):
    """No view or hook is a coroutine, so none is looked at for being one."""

    jinja_environment = FlatEnvironment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func
