"""PyYAML at its seam: the events of a text, and its faults in words for authors."""

from collections.abc import Iterable

import yaml

_IN_QUOTES = "Put the value in quotation marks."
EXPLAINED = {
    "found character '\\t'": "A tab stands here: YAML is indented and parted by spaces.",
    "mapping values are not allowed here": "A colon stands in a value: use quotation marks, or mend the indentation.",
    "while scanning an alias": f"`*` begins an alias, and aliases are not used here. {_IN_QUOTES}",
    "while scanning an anchor": f"`&` begins an anchor, and anchors are not used here. {_IN_QUOTES}",
    "while scanning a tag": f"`!` begins a tag, and tags are not used here. {_IN_QUOTES}",
    "that cannot start any token": f"A value cannot begin with this sign. {_IN_QUOTES}",
    "while scanning a quoted scalar": "The quotation mark that opens here is not closed, or what it holds is wrong.",
    "could not find expected ':'": "A `key: value` was expected: a colon with a space after it is missing.",
    "while parsing a flow mapping": "The brace `{` that opens here is not closed, or a comma is missing.",
    "while parsing a flow sequence": "The bracket `[` that opens here is not closed, or a comma is missing.",
    "while parsing a block": "This does not belong here: check the indentation, and the quotation marks before it.",
}
_TOLD_AT_THE_OPENING = (
    "while scanning a quoted scalar",
    "could not find expected ':'",
    "while parsing a flow mapping",
    "while parsing a flow sequence",
)


def events_of(text: str) -> Iterable[yaml.Event]:
    """The events, up to the fault that stops them: raises yaml.YAMLError there.

    By libyaml, which reads five times as fast. A faulty text is PyYAML's, which explains better, and so is one with a
    tab, of which libyaml allows more.
    """
    quick = getattr(yaml, "CSafeLoader", None)
    if quick and "\t" not in text:
        try:
            return list(yaml.parse(text, Loader=quick))
        except yaml.YAMLError:
            pass
    return yaml.parse(text, Loader=yaml.SafeLoader)


def explain(error: yaml.MarkedYAMLError) -> tuple[yaml.Mark | None, str]:
    """Where a fault is told, and in which words."""
    said = f"{error.context or ''}: {error.problem or ''}"
    words = next((words for words in EXPLAINED if words in said), "")
    mark = error.context_mark if words in _TOLD_AT_THE_OPENING else error.problem_mark
    return mark or error.context_mark, EXPLAINED.get(words, f"This is not YAML: {error.problem}.")
