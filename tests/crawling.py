"""What a page offers to ask for: every address and every form in it, with the values that they carry."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

HOST = "http://localhost"
TYPED = ("text", "email", "password", "search", "number", "date", "tel", "url", "file", "textarea")
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Target:
    """A request that a page offers: its endpoint, the ids in its address, the fields of its query or of its form.

    `typed` names the fields that are written by hand; `offered` are all values between which the form lets one choose.
    """

    method: str
    endpoint: str
    ids: tuple[tuple[str, str | int], ...] = ()
    fields: Fields = ()
    typed: frozenset[str] = frozenset()
    offered: frozenset[tuple[str, str]] = frozenset()

    @property
    def shape(self) -> tuple[object, ...]:
        """The same for requests that differ in nothing but their values."""
        return self.method, self.endpoint, tuple(name for name, _value in self.fields), self.typed

    def with_id(self, name: str, value: str | int) -> "Target":
        """The same with another id in the address."""
        return replace(self, ids=tuple((one, value if one == name else old) for one, old in self.ids))

    def with_field(self, name: str, value: str) -> "Target":
        """The same with one value for a field, whatever it had."""
        kept = tuple((one, old) for one, old in self.fields if one != name)
        return replace(self, fields=(*kept, (name, value)))

    def written_by(self, words: str) -> "Target":
        """The same with those words where one writes by hand."""
        return replace(
            self, fields=tuple((name, words if name in self.typed else value) for name, value in self.fields)
        )


@dataclass
class Form:
    """A form as it stands in a page."""

    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)
    offered: set[tuple[str, str]] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the forms, and every attribute that could be an address: scripts take theirs from any."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""
        self.is_inert = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.addresses |= {
            value
            for name, value in found.items()
            if name in ("href", "src") or ("/" in value and not name.endswith(("action", "value")))
        }
        if tag == "template":
            self.is_inert = True
        elif tag == "form":
            self.form = Form(found.get("method", "get").upper(), found.get("action", ""))
            self.forms.append(self.form)
        elif self.form and not self.is_inert and tag in ("input", "textarea", "select", "option", "button"):
            self._field(tag, found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.is_inert = False
        elif tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""

    def _field(self, tag: str, found: dict[str, str]) -> None:
        form, name, value = self.form, found.get("name", ""), found.get("value", "")
        kind = found.get("type", "text") if tag == "input" else tag
        if kind == "select":
            self.select = name
        elif kind == "option":
            form.offered.add((self.select, value))
            if "selected" in found or self.select not in dict(form.fields):
                form.fields = [*((one, old) for one, old in form.fields if one != self.select), (self.select, value)]
        elif kind in ("button", "submit"):
            form.buttons.append((name, value, found.get("formaction", "")))
        elif name and kind in ("radio", "checkbox"):
            form.offered.add((name, value or "on"))
            if "checked" in found or (kind == "radio" and name not in dict(form.fields)):
                form.fields.append((name, value or "on"))
        elif name and name != "csrf_token":
            form.fields.append((name, value))
            form.typed |= {name} if kind in TYPED else set()


def targets_of(app: Flask, html: str, address: str) -> Iterator[Target]:
    """Everything that the page at `address` offers to ask for, the page itself among it."""
    reader = _Reader()
    reader.feed(html)
    for one in sorted({address, *reader.addresses}):
        yield from _at(app, urljoin(address, one.removeprefix(HOST)))
    for form in reader.forms:
        yield from _sent_by(app, form, address)


def _sent_by(app: Flask, form: Form, address: str) -> Iterator[Target]:
    for name, value, action in form.buttons or [("", "", "")]:
        pressed = ((name, value),) if name else ()
        for target in _at(app, urljoin(address, action or form.action), form.method):
            yield replace(
                target,
                fields=(*(target.fields if form.method == "POST" else ()), *form.fields, *pressed),
                typed=frozenset(form.typed),
                offered=frozenset(form.offered),
            )


def _at(app: Flask, address: str, method: str = "") -> Iterator[Target]:
    """The address as a request: by GET where it may be read, else by POST. Nothing when it is not one of ours."""
    parts, adapter = urlsplit(address), app.url_map.bind("localhost")
    for one in (method,) if method else ("GET", "POST"):
        try:
            endpoint, ids = adapter.match(parts.path, method=one)
        except HTTPException:
            continue
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        yield Target(one, endpoint, tuple(sorted(ids.items())), query)
        return
