"""Inline Markdown to HTML, for the short texts: stems, options, rationales, captions, findings, meanings.

*emphasis*, **strong**, a backslash before a sign of punctuation for the sign itself, and images as `domain.images`
names them; everything else is plain text, HTML too. Two locks: markdown-it-py reads no HTML, and nh3 lets nothing
through but `em`, `strong`, `p` and `img` with what such a reference can say.
"""

import re
from functools import lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markupsafe import Markup

from course_app.domain.images import ADDRESS, REFERENCE

_TAGS = {"em", "strong", "p", "img"}
_ATTRIBUTES = {"img": {"src", "alt", "width", "height", "loading", "decoding"}}
_IMAGE = re.compile(r'<img[^>]* alt="([^"]*)"[^>]*>')


def _take_image(state: StateInline, silent: bool) -> bool:
    found = REFERENCE.match(state.src, state.pos) if state.src.startswith("![", state.pos) else None
    if found is None:
        return False
    if not silent:
        state.push("picture", "img", 0).meta = {"found": found.groups()}
    state.pos = found.end()
    return True


def _show_image(_renderer: object, tokens: list, place: int, *_rest: object) -> str:
    alternative, digest, width, height = tokens[place].meta["found"]
    return (
        f'<img src="{ADDRESS}{digest}" alt="{escape(alternative.strip())}" width="{width}" height="{height}" '
        'loading="lazy" decoding="async">'
    )


_MARKDOWN = MarkdownIt("zero").enable(["emphasis", "escape", "newline"])
_MARKDOWN.inline.ruler.before("emphasis", "picture", _take_image)
_MARKDOWN.add_render_rule("picture", _show_image)


@lru_cache(maxsize=4096)
def inline_html(text: str) -> Markup:
    """The text as HTML that may stand within a paragraph. Line ends stay line ends."""
    return _cleaned(_MARKDOWN.renderInline(_storable(text)))


@lru_cache(maxsize=4096)
def paragraphs_html(text: str) -> Markup:
    """The text as one `<p>` a paragraph; a blank line parts paragraphs."""
    return _cleaned(_MARKDOWN.render(_storable(text)).strip())


def in_words(html: Markup) -> str:
    """HTML of these texts as plain words, the alternatives in place of images."""
    if "<img" not in html:
        return html.striptags()
    return _cleaned(_IMAGE.sub(r"(image: \1)", str(html))).striptags()


def images_in(html: Markup) -> Markup:
    """The images of such HTML alone."""
    return _cleaned("".join(one[0] for one in _IMAGE.finditer(str(html))))


def _cleaned(html: str) -> Markup:
    return Markup(nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None))


def _storable(text: str) -> str:
    """The text without halves of surrogate pairs, which JSON can carry and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
