"""The text of a file from elsewhere: UTF-8 with or without its mark, UTF-16 with its mark; no encoding is guessed.

Here stand the limits of all formats of exchange: bytes of a file (unpacked too), items of a file, signs of a text.
"""

import re

MOST_BYTES = 5_000_000
MOST_ITEMS = 2_000
MOST_TEXT = 10_000
SAVE_AS = (
    "Save the file again as UTF-8: in a text editor “Save as” has a field “Encoding”; in Excel choose the type “CSV "
    "UTF-8”."
)
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


class Unfit(Exception):
    """An item cannot be taken, or a file not be read; raised and caught within the formats. `line` 0: the item's."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


def text_of(data: bytes | str) -> str:
    """The text, with line feeds as line ends and without a mark. Raises Unfit: too large, or not such a text."""
    if len(data) > MOST_BYTES:
        raise Unfit(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Divide it, and bring in the parts.")
    text = decoded(data) if isinstance(data, bytes) else data
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Unfit(f"The file is no plain text: it holds the sign U+{ord(found[0]):04X}. {SAVE_AS}", line)
    return storable(text)


def decoded(data: bytes) -> str:
    """Bytes as text, as their mark says, or as UTF-8. Raises Unfit, with the line of the first wrong sign."""
    encoding = _MARKS.get(data[:2], "utf-8-sig")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unfit(f"The file is not {encoding.removesuffix('-sig').upper()}. {SAVE_AS}", line) from error


def printable(text: str) -> str:
    """The text with the sign for “unknown” where XML or a spreadsheet could not hold what stands there."""
    return _UNWRITABLE.sub("\ufffd", text)


def storable(text: str) -> str:
    """The text without halves of surrogate pairs, which UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
