"""The markup of texts from elsewhere as the Markdown of questions: emphasis, strong, paragraphs, and nothing else.

`markdown_of` reads HTML, plain text, Moodle's automatic format and Markdown. An image that comes with the file becomes
a reference (`domain.images`); one without an alternative is a fault of its question. What cannot be said in our
Markdown without loss (other images, lists, tables, links, headings, raised and lowered signs, code …) raises Unfit
with the reason.
Colours, fonts and sizes are left out with a note; so is a line break within a paragraph, which becomes a line end (a
blank to the reader), unless the text may have several paragraphs: there it begins a new one.

The Markdown that comes out is rendered again and compared with what came in: where no spelling gives the same, the
text is unfit. `canonical` is the spelling that a text of ours has after it went out as HTML and came in again.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree
from markdown_it import MarkdownIt

from course_app.domain.images import ADDRESS, REFERENCE, hashes_in, reference, spoken
from course_app.formats.foreign_text import MOST_TEXT, Unfit, storable
from course_app.formats.inline_html import inline_html, paragraphs_html
from course_app.formats.intake import Draft

STYLES = {"em": "em", "i": "em", "strong": "strong", "b": "strong"}
PARAGRAPHS = {"p", "div"}
TRANSPARENT = {"html", "body", "span", "font", "wbr", "section", "article", "tbody"}
LOOKS = {"style", "color", "face", "size", "align", "bgcolor"}
WORDS = {
    "img": "an image that does not come with the file",
    "a": "a link",
    "table": "a table",
    "ul": "a list",
    "ol": "a list",
    "li": "a list",
    "code": "code",
    "pre": "preformatted text",
    "sub": "lowered signs",
    "sup": "raised signs",
    "u": "underlined words",
    "hr": "a rule",
    "script": "a script",
    "style": "a style sheet",
    "audio": "a sound",
    "video": "a film",
    "math": "a formula",
    "svg": "a drawing",
    "blockquote": "a quotation set apart",
    **{f"h{n}": "a heading" for n in range(1, 7)},
}
MOST_SIGNS = 200
"""How many changes of emphasis and signs of Markdown one paragraph may have: spelling them is tried out."""

_FULL = MarkdownIt("commonmark")
_SIGNS = re.compile(r"[*_\\]")
_SPELT = re.compile(rf"({REFERENCE.pattern})|[*_\\]")
_OWN = re.compile(rf"{ADDRESS}([0-9a-f]{{32}})")
_SIZE = re.compile("[1-9][0-9]{0,3}")
_LIKE_HTML = re.compile(r"<[A-Za-z/!]|&#?[A-Za-z0-9]+;")

Style = frozenset[str]
Sign = tuple[str, Style]
NONE: Style = frozenset()
_UNMARKED = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;?'’“”%()–-])*")
"""What no Markdown can be: to set thousands of such texts and take them apart again takes seconds."""


def markdown_of(text: str, form: str = "html", draft: Draft | None = None, *, inline: bool = False) -> str:
    """A text of a form (html, plain, auto, markdown) as Markdown, of one paragraph if `inline`. Raises Unfit."""
    if len(text) > MOST_TEXT:
        raise Unfit(f"One of its texts is longer than {MOST_TEXT:,} characters.")
    text = storable(text)
    if form == "plain" or (form in ("html", "auto") and not _LIKE_HTML.search(text)):
        paragraphs = [[(sign, NONE) for sign in part] for part in _parted(text, form)]
        return _spelled(paragraphs, inline)
    if form == "markdown":
        text = _FULL.render(text)
    if form == "auto":
        text = text.replace("\n", "<br>")
    reading = _read_html(text, draft)
    paragraphs = reading.paragraphs
    if draft is not None and reading.notes:
        for sentence in reading.notes:
            draft.note(sentence)
    if draft is not None and inline and len([one for one in paragraphs if _words(one)]) > 1:
        draft.note("Line breaks within an option or reason of one paragraph became line ends, which show as blanks.")
    return _spelled(paragraphs, inline)


def canonical(text: str, *, inline: bool = False) -> str:
    """Our Markdown in the one spelling that comes back from HTML. Raises Unfit where none does."""
    return _spelled(_read_html(html_of(text, inline=inline)).paragraphs, inline)


def html_of(text: str, *, inline: bool = False) -> str:
    """Our Markdown as HTML, of one paragraph if `inline`."""
    return str(inline_html(text) if inline else paragraphs_html(text))


def words_of(text: str) -> str:
    """Our Markdown as plain words on one line, alternatives in place of images."""
    text = spoken(text)
    if _UNMARKED.fullmatch(text):
        return " ".join(text.split())
    return " ".join(
        "".join(sign for one in _read_html(html_of(text)).paragraphs for sign, _ in [*one, (" ", NONE)]).split()
    )


def has_markup(text: str) -> bool:
    """Whether our Markdown has emphasis, images or more than one line."""
    if hashes_in(text):
        return True
    if _UNMARKED.fullmatch(text):
        return False
    paragraphs = _read_html(html_of(text)).paragraphs
    filled = [one for one in paragraphs if _words(one)]
    return len(filled) > 1 or any(style or sign == "\n" for one in map(_tidy, filled) for sign, style in one)


@dataclass
class _Reading:
    """What lxml's parser calls for each piece of HTML: signs with their styles, paragraph by paragraph."""

    draft: Draft | None = None
    paragraphs: list[list[Sign]] = field(default_factory=lambda: [[]])
    notes: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if LOOKS & attributes.keys():
            self.notes.append("Colours, fonts and sizes are not kept.")
        if tag in STYLES:
            self.open.append(STYLES[tag])
        elif tag in PARAGRAPHS or tag == "br":
            self.paragraphs.append([])
        elif tag == "a" and "href" not in attributes:
            return
        elif tag == "img" and (name := self._image(attributes)):
            self.paragraphs[-1].append((reference(name, attributes.get("alt") or ""), frozenset(self.open)))
        elif tag not in TRANSPARENT:
            raise Unfit(f"A text holds {WORDS.get(tag, f'the element <{tag[:30]}>')}; a question here cannot show it.")

    def end(self, tag: str) -> None:
        if tag in STYLES and STYLES[tag] in self.open:
            self.open.remove(STYLES[tag])
        elif tag in PARAGRAPHS:
            self.paragraphs.append([])

    def data(self, text: str) -> None:
        style = frozenset(self.open)
        self.paragraphs[-1] += [(sign, style) for sign in text]

    def _image(self, attributes: dict[str, str]) -> str:
        """The name of an image: one of ours by its address, or one that came with the file; "" for another."""
        source, sizes = attributes.get("src") or "", [attributes.get(name) or "" for name in ("width", "height")]
        if (own := _OWN.fullmatch(source)) and all(map(_SIZE.fullmatch, sizes)):
            return f"{own[1]}-{'x'.join(sizes)}"
        picture = self.draft.find_image(source) if self.draft else None
        if picture is None or self.draft is None:
            return ""
        self.draft.pictures.append(picture)
        return picture.name

    def comment(self, _text: str) -> None:
        """Nobody sees it."""

    def close(self) -> "_Reading":
        return self


def _read_html(html: str, draft: Draft | None = None) -> _Reading:
    if not html:
        return _Reading()
    parser = etree.HTMLParser(target=_Reading(draft), encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return etree.fromstring(f"<div>{html}</div>".encode(), parser)
    except etree.LxmlError as error:
        raise Unfit("A text holds HTML that cannot be read.") from error


def _parted(text: str, form: str) -> list[str]:
    """The paragraphs of a text without markup; in HTML a blank line is a blank like any other."""
    return [text] if form == "html" else re.split(r"\n[ \t]*\n", text)


def _spelled(paragraphs: list[list[Sign]], inline: bool) -> str:
    tidied = [_tidy(one) for one in paragraphs if _words(one)]
    if inline:
        joined = [sign for one in tidied for sign in (*one, ("\n", NONE))]
        tidied = [_tidy(joined)] if joined else []
    return "\n\n".join(_spell(one) for one in tidied)


def _words(signs: list[Sign]) -> str:
    return "".join(sign for sign, _ in signs).strip()


def _tidy(signs: list[Sign]) -> list[Sign]:
    """Without blanks at the ends of lines; a blank has those of its styles that both its neighbours have too."""
    groups = [(blank, list(group)) for blank, group in groupby(signs, key=lambda sign: sign[0].isspace())]
    if groups and groups[0][0]:
        groups.pop(0)
    if groups and groups[-1][0]:
        groups.pop()
    tidied: list[Sign] = []
    for place, (blank, group) in enumerate(groups):
        if blank:
            text = "".join(sign for sign, _ in group)
            around = groups[place - 1][1][-1][1] & groups[place + 1][1][0][1]
            style = around.intersection(*(own for _, own in group))
            tidied += [(sign, style) for sign in ("\n" if "\n" in text else text)]
        else:
            tidied += group
    return tidied


def _spell(signs: list[Sign]) -> str:
    """Signs of one paragraph as Markdown that renders as they are. Raises Unfit when no spelling does."""
    words = "".join(sign for sign, _ in signs)
    count = len(_SIGNS.findall(words))
    if not any(style for _, style in signs) and not 0 < count <= MOST_SIGNS:
        return _escaped(words)
    runs = [(style, "".join(sign for sign, _ in group)) for style, group in groupby(signs, key=lambda sign: sign[1])]
    if len(runs) + count > MOST_SIGNS:
        raise Unfit(f"“{words[:60]}” holds too much emphasis to be read.")
    for candidate in dict.fromkeys(_candidates(runs)):
        if [sign for one in _read_html(inline_html(candidate)).paragraphs for sign in _tidy(one)] == signs:
            return candidate
    raise Unfit(f"The emphasis in “{words[:60]}” cannot be written in Markdown; put blanks around it.")


_SCHEMES = (("*", "*", 0), ("_", "*", 0), ("*", "_", 0), ("_", "_", 0), ("*", "_", 1))


def _candidates(runs: list[tuple[Style, str]]) -> Iterator[str]:
    """Spellings, the plainest first: which sign stands for which style, and whether signs in the words are escaped."""
    for escape in (_as_it_is, _escaped):
        for em, strong, turns in _SCHEMES:
            yield _marked(runs, (em, strong), turns, escape)


def _as_it_is(text: str) -> str:
    return text


def _escaped(text: str) -> str:
    return _SPELT.sub(lambda found: found[0] if found[1] else f"\\{found[0]}", text)


def _marked(runs: list[tuple[Style, str]], signs: tuple[str, str], turns: int, escape: Callable[[str], str]) -> str:
    out: list[str] = []
    open_marks: list[tuple[str, str]] = []
    count = 0
    for place, (style, text) in enumerate(runs):
        while any(name not in style for name, _ in open_marks):
            out.append(open_marks.pop()[1])
        held = {name for name, _ in open_marks}
        for name in sorted(style - held, key=lambda name: (-_reach(runs, place, name), name)):
            kind = ("em", "strong").index(name)
            mark = signs[(kind + turns * count) % 2] * (kind + 1)
            open_marks.append((name, mark))
            out.append(mark)
            count += 1
        out.append(escape(text))
    return "".join([*out, *(mark for _, mark in reversed(open_marks))])


def _reach(runs: list[tuple[Style, str]], place: int, name: str) -> int:
    """For how many runs from a place on a style goes on."""
    end = place
    while end < len(runs) and name in runs[end][0]:
        end += 1
    return end - place
