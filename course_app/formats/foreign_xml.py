"""XML from elsewhere, read by lxml with everything off that reaches outside or grows.

No document type is taken at all, so that there are no entities to expand and nothing to load; the network is off; trees
deeper or texts larger than libxml2's ordinary limits are refused. The encoding is that of the byte order mark, else the
declared one if it is UTF-8, ASCII, Latin-1, Latin-9 or Windows-1252, else UTF-8.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from html import escape

from lxml import etree

from course_app.formats.foreign_text import MOST_BYTES, MOST_TEXT, Unfit, decoded, storable

ENCODINGS = ("utf-8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252")
MOST_ELEMENTS = 400_000
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,300}?\?>")
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']")
_BEFORE_ROOT = re.compile(r"(?:\s+|<!--(?:[^-]|-(?!->))*-->|<\?(?:[^?]|\?(?!>))*\?>)*")

Element = etree._Element


def root_of(data: bytes | str) -> Element:
    """The root element. Raises Unfit: too large, no XML, with a document type, or in an encoding that is not read."""
    if len(data) > MOST_BYTES:
        raise Unfit(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Divide it, and bring in the parts.")
    text = storable(data if isinstance(data, str) else _decoded(data)).removeprefix("\ufeff")
    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    if text[_BEFORE_ROOT.match(text).end() :][:2] == "<!":
        raise Unfit("The file begins with a document type (<!DOCTYPE …>), which is never read. Take it out.")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unfit(f"The file is no well-formed XML: {_said(error)}", error.lineno or 0) from error
    except etree.LxmlError as error:
        raise Unfit("The file is no XML that can be read.") from error
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise Unfit(f"The file holds more than {MOST_ELEMENTS:,} elements. Divide it, and bring in the parts.")
    return root


def name_of(element: Element) -> str:
    """The name of an element without its namespace; "" of what is none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of an element that have one of the names, in order."""
    for child in element if element is not None else ():
        if name_of(child) in names:
            yield child


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, and so on along a path."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_in(element: Element | None) -> str:
    """All text of an element, those within it included. Raises Unfit when it is too long."""
    if element is None:
        return ""
    text = "".join(element.itertext())
    if len(text) > MOST_TEXT:
        raise Unfit(f"One of its texts is longer than {MOST_TEXT:,} characters.", line_of(element))
    return text


def markup_in(element: Element | None) -> str:
    """The text of an element as HTML, where its markup stands in it as elements and not as text."""
    if element is None or not len(element):
        return text_in(element)
    copied = deepcopy(element)
    for one in copied.iter():
        one.tag = name_of(one)
    etree.cleanup_namespaces(copied)
    inner = [escape(copied.text or ""), *(etree.tostring(one, encoding="unicode", method="html") for one in copied)]
    text = "".join(inner)
    if len(text) > MOST_TEXT:
        raise Unfit(f"One of its texts is longer than {MOST_TEXT:,} characters.", line_of(element))
    return text


def line_of(element: Element) -> int:
    """The line on which an element begins."""
    return element.sourceline or 0


def _decoded(data: bytes) -> str:
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared is None or data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.startswith(b"\xef\xbb\xbf"):
        return decoded(data)
    encoding = declared[1].decode().lower()
    if encoding not in ENCODINGS:
        raise Unfit(f"The file says that it is written in {declared[1].decode()}, which is not read. Save it as UTF-8.")
    if encoding == "utf-8":
        return decoded(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unfit(f"The file says that it is written in {encoding}, but it is not. Save it as UTF-8.") from error


def _said(error: etree.XMLSyntaxError) -> str:
    return f"{(error.msg or 'it ends early').split(', line')[0][:200]}."
