"""Images from elsewhere are written anew: small, upright, and with nothing beside their pixels."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from course_app.formats.foreign_text import Unfit
from course_app.formats.inline_html import images_in, in_words, inline_html
from course_app.formats.picture_file import (
    BROKEN,
    FIRST_FRAME,
    MOST_BYTES,
    MOST_KEPT,
    MOST_SIDE,
    TOO_MANY,
    UNKNOWN,
    picture_of,
)
from tests.formats.pictures import file_of

HASH = "0123456789abcdef" * 2
ORIENTATION, TURNED = 0x0112, 6
KINDS = ("PNG", "JPEG", "WEBP", "GIF")


def noise(width, height):
    return Image.merge("RGB", [Image.effect_noise((width, height), 90) for _ in range(3)])


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_taken_and_what_was_written_comes_in_again_as_the_same(kind):
    picture, notes = picture_of(file_of(Image.new("RGB", (40, 30), "teal"), kind))
    assert (picture.width, picture.height, picture.mimetype, notes) == (40, 30, "image/webp", [])
    assert opened(picture).format == "WEBP"
    assert picture_of(picture.data) == (picture, [])


def test_holes_stay_and_of_a_moving_image_the_first_frame():
    holes = picture_of(file_of(Image.new("RGBA", (4, 4), (255, 0, 0, 0)), "PNG"))[0]
    assert opened(holes).convert("RGBA").getpixel((0, 0))[3] == 0
    assert picture_of(holes.data)[0] == holes
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    for kind in ("GIF", "WEBP"):
        moving, notes = picture_of(file_of(frames[0], kind, save_all=True, append_images=frames[1:]))
        assert notes == [FIRST_FRAME]
        assert opened(moving).convert("RGB").getpixel((0, 0))[0] > 200


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_it_is_turned_upright_and_place_and_camera_are_left_out(kind):
    exif = Image.Exif()
    exif[ORIENTATION], exif[0x010F] = TURNED, "A camera of Siân’s"
    data = file_of(Image.new("RGB", (40, 30), "teal"), kind, exif=exif.tobytes())
    assert b"A camera" in data
    picture, _ = picture_of(data)
    assert (picture.width, picture.height) == (30, 40)
    assert dict(opened(picture).getexif()) == {}
    assert b"A camera" not in picture.data
    assert b"EXIF" not in picture.data


def test_what_follows_or_stands_beside_the_pixels_of_a_webp_is_not_kept():
    plain = picture_of(file_of(noise(40, 30), "PNG"))[0].data
    hidden = b"<script>alert(1)</script>!"
    chunk = b"JUNK" + struct.pack("<I", len(hidden)) + hidden
    longer = plain[:4] + struct.pack("<I", len(plain) - 8 + len(chunk)) + plain[8:] + chunk
    for data in (plain + hidden, longer):
        assert hidden not in picture_of(data)[0].data


def test_it_is_made_as_small_as_a_page_can_carry():
    wide = picture_of(file_of(Image.new("RGB", (5_000, 100), "teal"), "PNG"))[0]
    assert (wide.width, wide.height) == (MOST_SIDE, 32)
    busy = picture_of(file_of(noise(1_300, 1_000), "JPEG", quality=90))[0]
    assert len(busy.data) <= MOST_KEPT
    assert opened(busy).size == (busy.width, busy.height)


def bomb(width, height):
    """A PNG of a few bytes that says it is that large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNKNOWN),
        (file_of(Image.new("RGB", (4, 4)), "BMP"), UNKNOWN),
        (file_of(noise(64, 64), "PNG")[:900], BROKEN),
        (b"x" * (MOST_BYTES + 1), "The image is larger than 5 MB. Make it smaller first."),
        (bomb(60_000, 60_000), TOO_MANY),
        (bomb(6_400, 6_300), TOO_MANY),
    ],
)
def test_what_is_no_usable_image_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(Unfit) as refusal:
        picture_of(data)
    assert str(refusal.value) == sentence


SEEDS = [file_of(noise(12, 9), kind) for kind in KINDS] + [picture_of(file_of(noise(12, 9), "PNG"))[0].data]


@settings(max_examples=300, deadline=2_000)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=6), st.floats(0, 1))
def test_a_damaged_image_is_read_or_refused_and_never_more(data, changes, cut):
    damaged = bytearray(data)
    for place, value in changes:
        damaged[int(place * (len(damaged) - 1))] = value
    with suppress(Unfit):
        picture, _ = picture_of(bytes(damaged[: int(len(damaged) * (0.5 + cut))]))
        assert opened(picture).size == (picture.width, picture.height)


def test_a_text_shows_its_images_in_their_places_and_nothing_else_of_them():
    html = inline_html(f'*See* ![a "b" <i>](image:{HASH}-64x48) ![x](https://example.org/x.png)')
    image = (
        f'<img src="/question-images/{HASH}" alt="a &quot;b&quot; &lt;i&gt;" width="64" height="48" loading="lazy" '
        'decoding="async">'
    )
    assert html == f"<em>See</em> {image} ![x](https://example.org/x.png)"
    assert images_in(html) == image
    assert in_words(html) == 'See (image: a "b" <i>) ![x](https://example.org/x.png)'
    assert "<img" not in inline_html(f"\\![a](image:{HASH}-64x48)")
