"""What may not stand in a lesson's body: pairs of a line, counted from 0, and a sentence for the author.

Each rule is that of `lessons/README.md`. Whether the claims, terms, references, figures, questions and lessons that a
body names exist is seen where the whole course is read.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from course_app.formats.lesson_markdown import CONTAINERS, TEXT_KINDS, Block, passages, plain, spans
from course_app.formats.strict_yaml import WORDS, WORDS_OR_CAPITALS, did_you_mean

Fault = tuple[int, str]

_STRAY_BRACES = 'Braces without their words: a span `[words]{#id claims="C42"}` begins and ends in one paragraph.'
_STRAY_LINK = "This is no link: the words of `[words](address)` hold no passage, term, citation or other link."

_PAGE_IDS = {"main", "top", "text", "theme", "take", "references", "references-h", "self-check", "completion"}
_PAGE_FORMS = re.compile(r"[pn]-[0-9]+|(?:g|fig|self-check)-.*")
_ADDRESS = re.compile(rf"https://[^\s/?#]+[^\s]*|(?:lesson|passage):{WORDS}")
_COLONS = re.compile(r"^\s*:{3,}", re.MULTILINE)
_QUOTED = re.compile(r'“[^“”]*”|"[^"]*"')
_ID_SHAPE = "lower-case words joined by hyphens"
_MARKS = {"em_open", "em_close", "strong_open", "strong_close", "softbreak"}
_IN_TEXT = {"paragraph_open", "inline", "list_item_open"}
_ALLOWED = {
    "heading": {"inline"},
    "paragraph": _IN_TEXT,
    "list": _IN_TEXT | {"bullet_list_open", "ordered_list_open"},
    "say": _IN_TEXT,
    "figure": _IN_TEXT,
    "check": set(),
}
_FOREIGN = {
    "blockquote_open": "Quotations as blocks (`>`) are not used in lessons.",
    "code_block": "A line indented by four spaces is read as code, which is not used in lessons; indent it less.",
    "fence": "Code blocks are not used in lessons.",
    "hr": "Rules across the page (`---`, `***`) are not used in lessons.",
    "html_block": "Raw HTML is not used in lessons, comments included.",
    "html_inline": "Raw HTML is not used in lessons; write `\\<` for the sign itself.",
    "image": "Images are not used in lessons; a drawing is a figure: `::: figure id`.",
    "table_open": "Tables are not used in lessons; a list or a figure says it.",
    "code_inline": "Code (between backticks) is not used in lessons; write *emphasis* instead.",
    "hardbreak": "A forced line break is not used in lessons; begin a new paragraph.",
    "heading_open": "A heading stands by itself, not in another block.",
    "bullet_list_open": "A list stands by itself, not in a `:::` block.",
    "ordered_list_open": "A list stands by itself, not in a `:::` block.",
}


def faults_of(body: str, blocks: Sequence[Block], first_line: int) -> Iterator[Fault]:
    """Everything that is wrong in the blocks of `body`, which begins on `first_line` of its file."""
    lines = body.split("\n")
    for block in blocks:
        if block.tokens[0].type == "container_block_open" and not _is_closed(block, lines):
            yield block.line, f"The block `::: {block.tokens[0].info.strip()}` is not closed by a line `:::`."
            continue
        yield from _block_faults(block)
        for inline in block.inlines if block.kind in _ALLOWED else ():
            yield from _inline_faults(inline, block.kind)
    yield from _repeated(blocks, first_line)


def _is_closed(block: Block, lines: list[str]) -> bool:
    """An unclosed block runs to the end, or swallows the next one up to that one's `:::`."""
    after = block.tokens[0].map[1]
    swallowed = any(token.type == "container_block_open" and token.info.strip() for token in block.tokens[1:])
    return not swallowed and after < len(lines) and bool(_COLONS.match(lines[after]))


def _block_faults(block: Block) -> Iterator[Fault]:
    if block.kind not in _ALLOWED:
        known = "`::: say`, `::: figure id` and `::: check ID`"
        unknown = f"There is no block `::: {block.name}`, only {known}.{did_you_mean(block.name, CONTAINERS)}"
        other = "This is not used in lessons."
        yield block.line, unknown if block.kind == "container" else _FOREIGN.get(block.kind, other)
        return
    for token in _strangers(block):
        yield token.map[0], _FOREIGN.get(token.type, "This cannot stand here; a `:::` block stands by itself.")
    if block.kind in _OWN_FAULTS:
        yield from ((block.line, message) for message in _OWN_FAULTS[block.kind](block))


def _strangers(block: Block) -> Iterator[Token]:
    """The tokens that may not stand in a block of its kind; of what stands in such a one, none."""
    depth = 0
    for token in block.tokens[1:-1]:
        if depth or (token.type not in _ALLOWED[block.kind] and token.nesting >= 0):
            if not depth:
                yield token
            depth += token.nesting


def _heading_faults(block: Block) -> Iterator[str]:
    if block.tokens[0].tag != "h2":
        yield "Sections are `## Heading {#id}`; no other level is used."
    if not plain(block.inlines[0].children):
        yield "A section needs a heading in words."
    if not block.name:
        yield "A section needs an id at the end of its heading: `## Heading {#id}`."
    else:
        yield from _id_faults(block.name, "section")


def _say_faults(block: Block) -> Iterator[str]:
    text = " ".join(plain(inline.children) for inline in block.inlines)
    if block.name:
        yield "After `::: say` nothing follows on the line; the words stand below it."
    if not text:
        yield "This `::: say` block is empty."
    if _QUOTED.fullmatch(text):
        yield "Leave out the quotation marks of a `::: say` block; the page sets them."


def _figure_faults(block: Block) -> Iterator[str]:
    if not re.fullmatch(WORDS, block.name):
        yield f"A figure is named by its id: `::: figure soreness-curve`, {_ID_SHAPE}."
    if len(block.inlines) != 1:
        yield "A figure needs a caption of one paragraph between `::: figure` and `:::`."


def _check_faults(block: Block) -> Iterator[str]:
    if not re.fullmatch(WORDS_OR_CAPITALS, block.name):
        yield "A self-check is named by its question: `::: check SC521`."


_OWN_FAULTS = {"heading": _heading_faults, "say": _say_faults, "figure": _figure_faults, "check": _check_faults}


def _inline_faults(inline: Token, kind: str) -> Iterator[Fault]:
    """Walks one run of words. `around` names what the present token stands in: passage, term, link."""
    line, around = inline.map[0], []
    inner = {id(token): words for token, words in spans(inline.children)}
    for token in inline.children:
        line = inline.map[0] + token.meta.get("line", line - inline.map[0])
        if token.type == "span_open":
            what = "term" if "term" in (token.meta["attributes"] or ()) else "passage"
            yield from ((line, message) for message in _span_faults(token, what, around, kind))
            if not plain(inner[id(token)]):
                yield line, f"This {what} is empty: no words stand between its brackets."
            around.append(what)
        elif token.type == "link_open":
            yield from ((line, message) for message in _link_faults(token, around))
            around.append("link")
        elif token.type in ("span_close", "link_close"):
            around.pop()
        else:
            yield from ((line, message) for message in _word_faults(token, around, kind))
        line += token.type in ("softbreak", "hardbreak")


def _span_faults(token: Token, what: str, around: list[str], kind: str) -> Iterator[str]:
    attributes = token.meta["attributes"]
    if not attributes or not attributes.keys() <= ({"term"} if what == "term" else {"id", "claims", "sources"}):
        yield 'A span is written [words]{#id claims="C42 B15"} or [words]{term="id"}.'
    elif what == "term":
        yield from _term_faults(attributes["term"], around, kind)
    else:
        yield from _passage_faults(attributes.get("id", ""), attributes.get("claims", "").split(), around, kind)


def _term_faults(name: str, around: list[str], kind: str) -> Iterator[str]:
    if not re.fullmatch(WORDS, name):
        yield f"`{name}` is not the id of a term: {_ID_SHAPE}."
    if "term" in around or kind == "heading":
        yield "A glossary term cannot stand in another term or in a heading."


def _passage_faults(name: str, claims: list[str], around: list[str], kind: str) -> Iterator[str]:
    if not name:
        yield 'A passage needs an id: [words]{#id claims="C42"}.'
    else:
        yield from _id_faults(name, "passage")
    if not claims:
        yield 'A passage needs the claims that it carries: [words]{#id claims="C42"}.'
    for claim in claims:
        if not re.fullmatch(WORDS_OR_CAPITALS, claim):
            yield f'`{claim}` is not the id of a claim; several stand with spaces between them: claims="C42 B15".'
    if around:
        yield f"A passage cannot stand in a {around[-1]}."
    if kind not in TEXT_KINDS:
        yield f"A passage cannot stand in the words of a {kind}; it stands in a paragraph, a list or a say block."


def _link_faults(token: Token, around: list[str]) -> Iterator[str]:
    address = str(token.attrs.get("href", ""))
    if not _ADDRESS.fullmatch(address):
        yield f"The link to `{address}` leads neither to https://…, nor to lesson:id, nor to passage:id."
    if "term" in around:
        yield "A link cannot stand in a glossary term."


def _word_faults(token: Token, around: list[str], kind: str) -> Iterator[str]:
    if token.type == "citation":
        if not re.fullmatch(WORDS, token.content):
            yield f"`{token.content}` is not the id of a reference; a citation is written [@ref-13]."
        if "term" in around or kind == "heading":
            yield "A citation cannot stand in a glossary term or in a heading."
    elif token.type == "stray":
        yield _STRAY_LINK if token.content == "](" else _STRAY_BRACES
    elif token.type == "text":
        if _COLONS.search(token.content):
            yield "This line `:::` closes no block, or a block begins without its kind."
    elif token.type not in _MARKS:
        yield _FOREIGN.get(token.type, "This is not used in lessons.")


def _id_faults(name: str, what: str) -> Iterator[str]:
    if not re.fullmatch(WORDS, name):
        yield f"`{name}` cannot be the id of a {what}: an id is {_ID_SHAPE}."
    elif name in _PAGE_IDS or _PAGE_FORMS.fullmatch(name):
        yield f"The page itself uses the id `{name}`; give the {what} another."


def _repeated(blocks: Sequence[Block], first_line: int) -> Iterator[Fault]:
    """Sections and passages share the addresses of one page; a figure or a self-check is shown once."""
    seen: dict[tuple[str, str], int] = {}
    for space, name, line in _named(blocks):
        if (space, name) in seen:
            first = first_line + seen[space, name]
            yield line, f"The {space} `{name}` is used twice in this lesson, first on line {first}."
        seen.setdefault((space, name), line)


def _named(blocks: Sequence[Block]) -> Iterator[tuple[str, str, int]]:
    for block in blocks:
        if block.kind in ("heading", "figure", "check") and block.name:
            yield {"heading": "id", "check": "self-check"}.get(block.kind, "figure"), block.name, block.line
        for inline in block.inlines:
            for token, _ in passages(inline):
                yield "id", token.meta["attributes"]["id"], inline.map[0] + token.meta["line"]
