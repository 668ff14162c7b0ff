"""Small images, as files and as they are kept."""

import io

from PIL import Image

from course_app.formats.picture_file import picture_of


def file_of(image, kind="PNG", **how):
    """The bytes of an image in a format."""
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def a_file(colour="teal", kind="PNG"):
    """A file of one colour, 64 by 48 pixels."""
    return file_of(Image.new("RGB", (64, 48), colour), kind)


def a_picture(colour="teal"):
    """The same as it is kept."""
    return picture_of(a_file(colour))[0]
