"""Inline Markdown to HTML, for the short texts: stems, options, rationales, captions, findings, meanings.

*emphasis*, **strong**, and a backslash before a sign of punctuation for the sign itself; everything else is plain
text, HTML too. Two locks: markdown-it-py reads no HTML, and nh3 lets nothing through but `em`, `strong` and `p`.
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN = MarkdownIt("zero").enable(["emphasis", "escape", "newline"])


@lru_cache(maxsize=4096)
def inline_html(text: str) -> Markup:
    """The text as HTML that may stand within a paragraph. Line ends stay line ends."""
    return _cleaned(_MARKDOWN.renderInline(_storable(text)))


@lru_cache(maxsize=4096)
def paragraphs_html(text: str) -> Markup:
    """The text as one `<p>` a paragraph; a blank line parts paragraphs."""
    return _cleaned(_MARKDOWN.render(_storable(text)).strip())


def _cleaned(html: str) -> Markup:
    return Markup(nh3.clean(html, tags={"em", "strong", "p"}, attributes={}, link_rel=None))


def _storable(text: str) -> str:
    """The text without halves of surrogate pairs, which JSON can carry and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
