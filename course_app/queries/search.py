"""Search a course: the lessons that somebody may read, the glossary, and the sources.

The index is made from the outline at the first search and kept with it, once for those who learn the course and once
for everybody else, so that it is the same on every database and no word of a closed lesson is in what a visitor
searches, not even as a suggestion.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from course_app.domain.evidence import Reference, Term
from course_app.domain.search_index import Entry, Index, Spot, index_of
from course_app.domain.search_marks import Run, excerpt, marked, spot_of
from course_app.domain.searching import Found, search
from course_app.formats.lesson_inline import short_of
from course_app.formats.lesson_markdown import Block, plain, read_blocks, spans
from course_app.queries.catalogue import LessonCard, Outline
from course_app.queries.kept import kept
from course_app.queries.paging import page_after
from course_app.queries.standing import standing

LESSONS, TERMS, SOURCES = GROUPS = ("lessons", "glossary", "sources")
FIRST, PAGE = 5, 20


@dataclass(frozen=True)
class Hit:
    """A result: its title and the part of its text that fits, in runs. `key` is its own in the index.

    `lesson` is the card of a place in a lesson; `anchor` the id to jump to, in that lesson, the glossary or the
    outline.
    """

    key: str
    title: tuple[Run, ...]
    text: tuple[Run, ...]
    anchor: str
    lesson: LessonCard | None


@dataclass(frozen=True)
class Group:
    """Results of one kind: `count` in all, and of a list that goes on, the key after which the next page begins."""

    name: str
    count: int
    hits: tuple[Hit, ...]
    following: str


@dataclass(frozen=True)
class SearchPage:
    """What a course has for a query. `is_enrolled`: all lessons were searched, not only those open to everybody.

    `groups` are those that have results.
    """

    outline: Outline
    is_enrolled: bool
    found: Found
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many results there are, of the groups that were asked for."""
        return sum(group.count for group in self.groups)


def search_page(
    course_slug: str, person_id: int | None, query: str, only: str = "", after: str = ""
) -> SearchPage | None:
    """The results for somebody or for a visitor; None when there is no such course.

    The first few of each group; with `only`, a page of that group alone, from behind the key `after` on.
    """
    stands = standing(course_slug, person_id)
    if stands is None:
        return None
    found = search(_index(stands.outline, stands.is_enrolled), query)
    names = [only] if only in GROUPS else GROUPS
    groups = [_group(stands.outline, found, name, after if only else "", PAGE if only else FIRST) for name in names]
    return SearchPage(
        outline=stands.outline,
        is_enrolled=stands.is_enrolled,
        found=found,
        groups=tuple(group for group in groups if group.count),
    )


def _group(outline: Outline, found: Found, name: str, after: str, most: int) -> Group:
    entries = [entry for entry in found.entries if entry.kind == name]
    page, following = page_after(entries, lambda entry: entry.key, after, most)
    return Group(name, len(entries), tuple(_hit(outline, found, entry) for entry in page), following)


def _hit(outline: Outline, found: Found, entry: Entry) -> Hit:
    anchor = spot_of(entry.text, entry.spots, found.sought) or entry.key.rpartition("/")[2]
    title, text = marked(entry.title or entry.heading, found.sought), excerpt(entry.text, found.sought)
    return Hit(entry.key, title, text, anchor, outline.lessons.get(entry.within))


def _index(outline: Outline, is_enrolled: bool) -> Index:
    def make() -> Index:
        cards = [card for card in outline.written if is_enrolled or card.is_open]
        return index_of(_entries(outline, cards))

    return kept("search index", (outline.version_id, is_enrolled), make)


def _entries(outline: Outline, cards: list[LessonCard]) -> Iterator[Entry]:
    called: dict[str, list[str]] = {}
    for card in cards:
        blocks = read_blocks(card.lesson.body)
        for name, words in _terms_of(blocks):
            called.setdefault(name, []).append(words)
        yield from _lesson_entries(card, blocks)
    yield from (_term_entry(term, called.get(term.id, [])) for term in outline.terms.values())
    yield from (_source_entry(reference) for reference in outline.references.values())


def _terms_of(blocks: list[Block]) -> Iterator[tuple[str, str]]:
    """The terms of a lesson and the words that stand for them there: the other names of a term."""
    for inline in (inline for block in blocks for inline in block.inlines):
        for token, words in spans(inline.children):
            name = (token.meta["attributes"] or {}).get("term")
            if name:
                yield name, plain(words)


def _lesson_entries(card: LessonCard, blocks: list[Block]) -> Iterator[Entry]:
    lesson = card.lesson
    title = f"{card.number} {card.title}"
    told = f"{' '.join(lesson.takeaways)} After it you can {'; '.join(lesson.outcomes)}."
    yield Entry(f"{card.slug}/top", LESSONS, title, told, within=card.slug)
    titles = {section.id: section.title for section in lesson.sections}
    for name, heading in titles.items():
        yield Entry(f"{card.slug}/{name}", LESSONS, heading, context=title, within=card.slug)
    for block in blocks:
        if block.number or block.kind == "figure":
            yield _block_entry(card, block, titles.get(block.section, ""))


def _block_entry(card: LessonCard, block: Block, heading: str) -> Entry:
    """A text block or the caption of a figure; its spots are its passages."""
    text = " ".join(plain(inline.children) for inline in block.inlines)
    name = f"p-{block.number}" if block.number else f"fig-{block.name}"
    return Entry(
        key=f"{card.slug}/{name}",
        kind=LESSONS,
        title="",
        text=text,
        context=f"{card.number} {card.title} {heading}",
        heading=heading or card.title,
        within=card.slug,
        spots=tuple(_spots(card, block, text)),
    )


def _spots(card: LessonCard, block: Block, text: str) -> Iterator[Spot]:
    end = 0
    for passage in card.lesson.passages:
        if block.number and passage.paragraph == block.number:
            start = text.find(passage.text, end)
            end = start + len(passage.text)
            yield Spot(passage.id, start, end)


def _term_entry(term: Term, called: list[str]) -> Entry:
    return Entry(f"term-{term.id}", TERMS, term.term, term.meaning, " ".join(dict.fromkeys(called)))


def _source_entry(reference: Reference) -> Entry:
    """A reference under its number or short name: title, what it found, what is noted of it, who wrote it, where."""
    names = (f"{author.given} {author.family}".strip() or author.literal for author in reference.authors)
    told = (reference.title, reference.found, reference.note, ", ".join(names))
    told += (reference.container_title, reference.publisher)
    number = "" if reference.number is None else short_of(reference)
    return Entry(
        key=f"source-{reference.id}",
        kind=SOURCES,
        title=f"{number} {reference.short}".lstrip(),
        text=" ".join(part if part.endswith((".", "?", "”")) else f"{part}." for part in told if part),
        aside=f"{reference.doi} {reference.pmid} {'ref reference' if number else ''}",
    )
