"""The academy's mark at the top of its pages: an SVG or PNG of at most 30 KB.

A PNG is read and written anew as formats.picture_file does it, so that nothing stands in it but its pixels. An SVG is
served as it is, once nothing in it runs or reaches outside: plain shapes, text and gradients, with a viewBox; no
script, style sheet, foreign element, image, animation or event, and no address but one of a part of its own (#id).
"""

import re
from dataclasses import dataclass

from course_app.formats.foreign_text import Unfit
from course_app.formats.foreign_xml import Element, line_of, name_of, root_of
from course_app.formats.picture_file import picture_of

MOST_KB = 30
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}svg"
SHAPES = "path rect circle ellipse line polyline polygon text tspan"
AROUND = "svg g defs symbol use title desc clipPath mask linearGradient radialGradient stop"
ELEMENTS = frozenset(f"{SHAPES} {AROUND}".split())
REACHES = re.compile(r"url\(\s*+['\"]?+(?!#)|[\\@]|(?:javascript|data|vbscript)\s*:", re.IGNORECASE)
SIZE = re.compile(r"[^\s,]+[\s,]+[^\s,]+[\s,]+([0-9.]{1,9})[\s,]+([0-9.]{1,9})")


@dataclass(frozen=True)
class Logo:
    """A mark that can be shown: the name of its file, what it holds, and its width and height in proportion."""

    name: str
    data: bytes
    width: int
    height: int


def logo_of(data: bytes) -> tuple[Logo | None, str]:
    """The mark that a file is; or None and the sentence that says why it cannot be one."""
    if len(data) > MOST_KB * 1000:
        return None, f"It is larger than {MOST_KB} KB. Make it smaller."
    try:
        return (_pixels(data) if data.startswith(PNG) else _drawing(data)), ""
    except Unfit as unfit:
        return None, str(unfit)


def _pixels(data: bytes) -> Logo:
    picture, _notes = picture_of(data)
    return Logo("logo.webp", picture.data, picture.width, picture.height)


def _drawing(data: bytes) -> Logo:
    root = root_of(data)
    if root.tag != SVG:
        raise Unfit("It is neither a PNG nor an SVG.")
    size = SIZE.fullmatch(root.get("viewBox", "").strip())
    width, height = (round(float(side)) for side in size.groups()) if size else (0, 0)
    if not width or not height:
        raise Unfit("Its svg element has no viewBox with a width and a height.")
    for element in root.iter():
        _check(element)
    return Logo("logo.svg", data, width, height)


def _check(element: Element) -> None:
    name = name_of(element)
    if name not in ELEMENTS:
        raise Unfit(f"It holds <{name}> in line {line_of(element)}. Save it as a plain SVG of shapes and text.")
    for key, value in element.items():
        plain = key.rpartition("}")[2].lower()
        is_address = plain in ("href", "src") and not value.startswith("#")
        if is_address or plain.startswith("on") or REACHES.search(value):
            raise Unfit(
                f"Its <{name}> in line {line_of(element)} has {plain}=“{value[:40]}”, which runs or reaches out."
            )
