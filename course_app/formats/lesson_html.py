"""A lesson as HTML: text, evidence margin, figures and self-checks; the list of references; the glossary's popovers.

The page around it has the title, outcomes, takeaways and outline, and holds `body` in `<article class="prose">`. What
the body brings of ids: sections and passages under their own; `p-<n>` a text block, `n-<n>` its note, `fig-<id>`,
`self-check-<id>`, `g-<id>` a term's popover, and in the list of references their ids. No script, no inline style.
Raise `RENDERER` with every change that alters the HTML: stored pages are cached under it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markdown_it.token import Token

from course_app.domain.courses import Lesson
from course_app.domain.evidence import Claim, Reference, Term
from course_app.domain.questions import Question
from course_app.formats.figure_svg import Figure
from course_app.formats.inline_html import inline_html
from course_app.formats.lesson_inline import Directory, words_html
from course_app.formats.lesson_markdown import Block, passages, read_blocks
from course_app.formats.lesson_notes import Entry, entries_of, marker_html, note_html
from course_app.formats.reference_html import references_html
from course_app.formats.self_check_html import self_check_html

RENDERER = 5


@dataclass(frozen=True)
class LessonHtml:
    """The three parts that a page sets in their places; `references` and `terms` may be empty."""

    body: str
    references: str
    terms: str


@dataclass(frozen=True)
class _Note:
    claims: list[Claim]
    entries: list[Entry]
    places: dict[str, list[str]]


def render_lesson(
    lesson: Lesson,
    *,
    claims: Mapping[str, Claim],
    references: Mapping[str, Reference],
    terms: Mapping[str, Term],
    figures: Mapping[str, Figure],
    checks: Mapping[str, Question],
    places: Mapping[str, str],
) -> LessonHtml:
    """Set a lesson without problems. Each mapping goes from ids to values; `places` from passages to lessons.

    Every id that the lesson names must be there: a KeyError is a fault of the caller, who checks the course first.
    """
    blocks = read_blocks(lesson.body)
    notes = {block.number: _note(block, claims, references) for block in blocks if block.number}
    directory = Directory(lesson.id, references, places)
    setter = _Setter(lesson, notes, figures, checks, directory)
    return LessonHtml(
        body="\n".join(setter.block_html(block) for block in blocks),
        references=references_html(references, _first_uses(blocks, notes)),
        terms="\n".join(_term_html(terms[name]) for name in lesson.terms),
    )


def _note(block: Block, claims: Mapping[str, Claim], references: Mapping[str, Reference]) -> _Note:
    spans = [token for inline in block.inlines for token, _ in passages(inline)]
    names = [name for token in spans for name in token.meta["attributes"].get("claims", "").split()]
    own = [claims[name] for name in dict.fromkeys(names)]
    places = {
        attributes["id"]: attributes["claims"].split()
        for attributes in (token.meta["attributes"] for token in spans)
        if {"id", "claims"} <= attributes.keys()
    }
    return _Note(own, entries_of(own, references, _narrowed(spans)), places)


def _narrowed(spans: Sequence[Token]) -> dict[str, set[str]]:
    """For each claim the references that its passages here name; a claim that one of them leaves open is absent."""
    named: dict[str, set[str]] = {}
    open_claims: set[str] = set()
    for token in spans:
        attributes = token.meta["attributes"]
        sources = attributes.get("sources", "").split()
        for claim in attributes.get("claims", "").split():
            named.setdefault(claim, set()).update(sources)
            if not sources:
                open_claims.add(claim)
    return {claim: sources for claim, sources in named.items() if claim not in open_claims}


def _first_uses(blocks: Sequence[Block], notes: Mapping[int, _Note]) -> dict[str, str]:
    """For each reference the id in the page of the first text block or figure that names it."""
    uses: dict[str, str] = {}
    for block in blocks:
        place = f"p-{block.number}" if block.number else f"fig-{block.name}"
        for name in (*_noted(notes.get(block.number)), *_cited(block)):
            uses.setdefault(name, place)
    return uses


def _noted(note: _Note | None) -> Iterator[str]:
    for entry in note.entries if note else ():
        if entry.reference:
            yield entry.reference.id


def _cited(block: Block) -> Iterator[str]:
    for inline in block.inlines:
        yield from (token.content for token in inline.children if token.type == "citation")


def _term_html(term: Term) -> str:
    name, words = escape(term.id), f"<strong>{escape(term.term)}.</strong> {inline_html(term.meaning)}"
    return f'<div class="gloss" id="g-{name}" popover>{words}</div>'


@dataclass(frozen=True)
class _Setter:
    """Sets the blocks of one lesson."""

    lesson: Lesson
    notes: Mapping[int, _Note]
    figures: Mapping[str, Figure]
    checks: Mapping[str, Question]
    directory: Directory

    def block_html(self, block: Block) -> str:
        if block.number:
            return self._text_block(block)
        if block.kind == "heading":
            return f'<h2 id="{escape(block.name)}">{words_html(block.inlines[0], self.directory)}</h2>'
        return self._figure(block) if block.kind == "figure" else self._check(block)

    def _text_block(self, block: Block) -> str:
        """A paragraph, list or say block with its note below it; the address `p-<n>` is there with and without."""
        note = self.notes[block.number]
        runs = [words_html(inline, self.directory) for inline in block.inlines]
        if block.kind == "say":
            runs = [f"“{run}" for run in runs[:-1]] + [f"“{runs[-1]}”"]
        if not note.entries:
            return f'<div id="p-{block.number}">{_framed(block, runs)}</div>'
        runs[-1] += marker_html(block.number, note.entries)
        margin = note_html(block.number, note.claims, note.entries, note.places, self.lesson.id)
        return f'<div class="passage" id="p-{block.number}">\n{_framed(block, runs)}\n{margin}\n</div>'

    def _figure(self, block: Block) -> str:
        figure = self.figures[block.name]
        words = escape(figure.title.rstrip(".") + ". " + figure.description)
        caption = words_html(block.inlines[0], self.directory)
        return (
            f'<figure class="figure" id="fig-{escape(figure.id)}">\n'
            f'<div class="drawing" role="img" aria-label="{words}">{figure.svg}</div>\n'
            f"<figcaption>{caption}</figcaption>\n</figure>"
        )

    def _check(self, block: Block) -> str:
        names = self.lesson.checks
        title = "Self-check" if len(names) == 1 else f"Self-check {names.index(block.name) + 1} of {len(names)}"
        return self_check_html(self.checks[block.name], self.lesson.passages, title)


def _framed(block: Block, runs: list[str]) -> str:
    """The runs of words in the elements of their block."""
    if block.kind == "paragraph":
        return f"<p>{runs[0]}</p>"
    if block.kind == "list":
        return _list_html(block, iter(runs))
    if len(runs) == 1:
        return f'<p class="say">{runs[0]}</p>'
    return '<div class="say">' + "\n".join(f"<p>{run}</p>" for run in runs) + "</div>"


def _list_html(block: Block, runs: Iterator[str]) -> str:
    pieces = []
    for token in block.tokens:
        if token.type == "inline":
            pieces.append(next(runs))
        elif not token.hidden:
            start = f' start="{int(token.attrs["start"])}"' if token.nesting == 1 and "start" in token.attrs else ""
            pieces.append(f"<{token.tag}{start}>" if token.nesting == 1 else f"</{token.tag}>")
    return "".join(pieces)
