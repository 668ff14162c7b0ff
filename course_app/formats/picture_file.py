"""Images from elsewhere, read and written anew: PNG, JPEG, WebP and the first frame of a GIF, as PNG or WebP.

Refused before anything is unpacked: more than 5 MB, other kinds of files, more than 40 million pixels. What is read is
turned as its camera says, brought to sRGB channels, made no larger than 1,600 pixels a side and 400 KB, and written
without anything that stood beside its pixels (place, time, camera, comments, what follows the end).

A WebP that consists of nothing but pixels and is small enough stays as it is: so is what this module wrote, which
therefore comes back from a file as the same image, under the same hash.
"""

import hashlib
import io
import struct

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from course_app.domain.images import Picture
from course_app.formats.foreign_text import Unfit
from course_app.formats.intake import Draft

MOST_BYTES, MOST_PIXELS = 5_000_000, 40_000_000
MOST_SIDE, MOST_KEPT = 1_600, 400_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
QUALITIES = (82, 65, 50)
UNKNOWN = "It is no image that can be shown here: PNG, JPEG, WebP and GIF can."
TOO_MANY = f"The image has more than {MOST_PIXELS // 1_000_000} million pixels. Make it smaller first."
MOST_OF_FILE = 100_000_000
TOO_MANY_ALTOGETHER = (
    f"The images of the file have more than {MOST_OF_FILE // 1_000_000} million pixels altogether. Bring in its parts."
)
BROKEN = "The image cannot be read; it may be cut short. Save it again in the program it comes from."
FIRST_FRAME = "Of a moving image the first frame is kept."
_FAILURES = (
    OSError,
    SyntaxError,
    ValueError,
    struct.error,
    EOFError,
    IndexError,
    MemoryError,
    OverflowError,
    TypeError,
)
_PIXELS = {b"VP8 ", b"VP8L", b"ALPH", b"VP8X"}
_PLAIN_FLAGS = 0x10
"""Of a VP8X chunk: transparency, and nothing else (no profile, EXIF, XMP, animation)."""


def picture_of(data: bytes) -> tuple[Picture, list[str]]:
    """The image that a file is, and what of it was not kept, as sentences. Raises Unfit, with a sentence."""
    if len(data) > MOST_BYTES:
        raise Unfit(f"The image is larger than {MOST_BYTES // 1_000_000} MB. Make it smaller first.")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as source:
            _refuse_size(*source.size)
            notes = [FIRST_FRAME] if getattr(source, "n_frames", 1) > 1 else []
            source.seek(0)
            source.load()
            if not notes and _is_plain(source, data):
                return _picture(data, source), notes
            return _written(source), notes
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit(TOO_MANY) from error
    except UnidentifiedImageError as error:
        raise Unfit(UNKNOWN) from error
    except _FAILURES as error:
        raise Unfit(BROKEN) from error


class Desk:
    """Takes the images of one file of questions: one that comes twice once, and no more pixels than it may have."""

    def __init__(self) -> None:
        self._left = MOST_OF_FILE
        self._known: dict[bytes, Picture] = {}

    def take(self, data: bytes, draft: Draft) -> Picture:
        """The image; what of it is not kept is noted. Raises Unfit."""
        digest = hashlib.sha256(data).digest()
        if digest not in self._known:
            self._left -= _pixels_of(data)
            if self._left < 0:
                raise Unfit(TOO_MANY_ALTOGETHER)
            self._known[digest], notes = picture_of(data)
            for sentence in notes:
                draft.note(sentence)
        return self._known[digest]


def _pixels_of(data: bytes) -> int:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as source:
            return source.width * source.height
    except (*_FAILURES, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return 0  # what is wrong with it is said where it is read


def _refuse_size(width: int, height: int) -> None:
    if not width or not height:
        raise Unfit(BROKEN)
    if width * height > MOST_PIXELS:
        raise Unfit(TOO_MANY)


def _is_plain(source: ImageFile.ImageFile, data: bytes) -> bool:
    """Whether it is a WebP of pixels alone, up to its last byte, that needs no other size."""
    if source.format != "WEBP" or len(data) > MOST_KEPT or max(source.size) > MOST_SIDE or min(source.size) < 1:
        return False
    place, end = 12, 8 + struct.unpack_from("<I", data, 4)[0]
    if end != len(data):
        return False
    while place < end:
        kind, size = data[place : place + 4], struct.unpack_from("<I", data, place + 4)[0]
        if kind not in _PIXELS or (kind == b"VP8X" and data[place + 8] & ~_PLAIN_FLAGS):
            return False
        place += 8 + size + size % 2
    return place == end


def _written(source: Image.Image) -> Picture:
    upright = ImageOps.exif_transpose(source)
    is_drawn = source.format in ("PNG", "GIF") or source.mode in ("1", "P")
    has_holes = upright.has_transparency_data
    image = upright.convert("RGBA" if has_holes else "RGB")
    image.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
    if is_drawn and len(data := _webp(image, lossless=True)) <= MOST_KEPT:
        return _picture(data, image)
    while True:
        for quality in QUALITIES:
            if len(data := _webp(image, quality=quality)) <= MOST_KEPT:
                return _picture(data, image)
        image.thumbnail((max(image.width // 2, 1), max(image.height // 2, 1)), Image.Resampling.LANCZOS)


def _webp(image: Image.Image, **how: int) -> bytes:
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, "WEBP", method=4, exact=False, **how)
    return out.getvalue()


def _picture(data: bytes, image: Image.Image) -> Picture:
    digest = hashlib.sha256(data).hexdigest()[:32]
    return Picture(digest, "image/webp", image.width, image.height, data)
