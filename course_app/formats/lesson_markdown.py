"""The Markdown of a lesson's body, as blocks. `lesson_text` reads facts out of them, `lesson_html` sets them as HTML.

Added to Markdown: `::: say`, `::: figure id`, `::: check ID` … `:::`; `## Heading {#id}`; the spans
`[words]{#id claims="C42"}` (a passage) and `[words]{term="id"}`; the citation `[@ref-13]`. What else Markdown knows
is read, so that `lesson_faults` can name it, and never shown.

A text block (paragraph, list, say block) counts as one paragraph, from 1: it is what a reader's place and a margin
note belong to. A list is one text block, with all its items.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

CONTAINERS = ("say", "figure", "check")
TEXT_KINDS = ("paragraph", "list", "say")

_CITATION = re.compile(r"\[@([^\[\]\s]*)\]")
_BRACES = re.compile(r"\{([^{}]*)\}")
_ATTRIBUTE = re.compile(r'\s*(?:#([^\s"#={}]*)|([a-z-]+)="([^"]*)")(?=\s|$)')
_STRAY = re.compile(r"\][{(]|\{(?=#|claims=|term=)")
_HEADING_ID = re.compile(r"\{#([^{}]*)\}$")
_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
}


@dataclass(frozen=True)
class Block:
    """One block of a body. `line` counts from 0; `number` is that of a text block, else 0.

    `kind`: heading, paragraph, list, say, figure, check; "container" for an unknown `:::` block; for anything else
    markdown-it's own name of the token. `name`: what stands after the kind (the id of a heading, figure or check).
    """

    kind: str
    tokens: tuple[Token, ...]
    line: int
    name: str = ""
    number: int = 0
    section: str = ""

    @property
    def inlines(self) -> list[Token]:
        """Its runs of words: one of a paragraph, several of a list."""
        return [token for token in self.tokens if token.type == "inline"]


def read_blocks(body: str) -> list[Block]:
    """The blocks of a body in order. Never fails: every text is some Markdown."""
    blocks: list[Block] = []
    section, number = "", 0
    for tokens in _top_level(_MARKDOWN.parse(f"{body}\n")):  # the container plugin reads beyond an unended last line
        kind, name = _kind(tokens[0])
        if kind == "heading":
            section = name
        is_text = kind in TEXT_KINDS
        number += is_text
        blocks.append(Block(kind, tuple(tokens), tokens[0].map[0], name, number if is_text else 0, section))
    return blocks


def spans(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """The spans among the children of an inline token, each with what stands in it; an outer one before its inner."""
    for place, token in enumerate(tokens):
        if token.type == "span_open":
            depth = 0
            for end in range(place, len(tokens)):
                depth += tokens[end].nesting if tokens[end].type in ("span_open", "span_close") else 0
                if depth == 0:
                    yield token, tokens[place + 1 : end]
                    break


def passages(inline: Token) -> Iterator[tuple[Token, Sequence[Token]]]:
    """The spans of an inline token that have an id, and so are (or ought to be) passages."""
    for token, words in spans(inline.children):
        if "id" in (token.meta["attributes"] or ()):
            yield token, words


def plain(tokens: Iterable[Token]) -> str:
    """The words alone, on one line. A citation leaves nothing behind, nor does the blank before it."""
    text = ""
    for token in tokens:
        if token.type == "citation":
            text = text.rstrip()
        elif token.type in ("softbreak", "hardbreak"):
            text += " "
        elif token.type in ("text", "code_inline", "stray"):
            text += token.content
    return " ".join(text.split())


def _top_level(tokens: list[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _kind(token: Token) -> tuple[str, str]:
    if token.type == "container_block_open":
        kind, _, name = token.info.strip().partition(" ")
        return (kind, name.strip()) if kind in CONTAINERS else ("container", kind)
    kind = _KINDS.get(token.type, token.type)
    return kind, token.meta.get("id", "") if kind == "heading" else ""


def _citation(state: StateInline, silent: bool) -> bool:
    found = _CITATION.match(state.src, state.pos, state.posMax)
    if found and not silent:
        token = state.push("citation", "", 0)
        token.content = found[1]
        token.meta = {"line": _lines_before(state)}
    state.pos = found.end() if found else state.pos
    return bool(found)


def _span(state: StateInline, silent: bool) -> bool:
    """`[words]{…}`. mdit-py-plugins' own rule tells no lines, and leaves braces that it cannot read in the text."""
    end = state.md.helpers.parseLinkLabel(state, state.pos) if state.src[state.pos] == "[" else -1
    braces = _BRACES.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if braces is None:
        return False
    if not silent:
        start, maximum = state.pos, state.posMax
        token = state.push("span_open", "span", 1)
        token.meta = {"line": _lines_before(state), "attributes": _attributes(braces[1])}
        state.pos, state.posMax = start + 1, end
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = maximum
    state.pos = braces.end()
    return True


def _stray(state: StateInline, silent: bool) -> bool:
    """What looks like the end of a span or link that did not begin here; kept as text, named by `lesson_faults`."""
    found = _STRAY.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("stray", "", 0)
        token.content = found[0]
        token.meta = {"line": _lines_before(state)}
    state.pos = found.end()
    return True


def _attributes(text: str) -> dict[str, str] | None:
    """`#id` and `name="value"` by name; None when the text holds anything else or something twice."""
    found: dict[str, str] = {}
    place = 0
    while match := _ATTRIBUTE.match(text, place):
        name = match[2] or "id"
        if name in found:
            return None
        found[name] = match[1] or match[3] or ""
        place = match.end()
    return None if text[place:].strip() else found


def _lines_before(state: StateInline) -> int:
    return state.src.count("\n", 0, state.pos)


def _heading_ids(state: StateCore) -> None:
    for heading, inline in zip(state.tokens, state.tokens[1:], strict=False):
        words = inline.content.rstrip() if heading.type == "heading_open" else ""
        if found := _HEADING_ID.search(words):
            heading.meta["id"] = found[1]
            inline.content = words[: found.start()].rstrip()


def _dialect() -> MarkdownIt:
    markdown = MarkdownIt("commonmark").enable("table").disable(["lheading", "reference"])
    markdown.validateLink = lambda _: True  # every address becomes a link, so that lesson_faults can judge it
    container_plugin(markdown, "block", validate=lambda info, _: bool(info.strip()))
    markdown.inline.ruler.before("link", "span", _span)
    markdown.inline.ruler.before("span", "citation", _citation)
    markdown.inline.ruler.after("link", "stray", _stray)
    markdown.core.ruler.after("block", "heading_ids", _heading_ids)
    return markdown


_MARKDOWN = _dialect()
