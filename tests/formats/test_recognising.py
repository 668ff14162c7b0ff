"""Which format a file is, and which lines of it are to be mended."""

import pytest

from course_app.formats.exchange import FORMATS, UNKNOWN, read_file, recognised, to_mend
from course_app.formats.gift import parse_gift
from tests.formats import samples

TEXT = """# Kettles

## K1
topic: brewing

Which kettle?

- [x] This
- [ ] That

## K2
topic: brewing

Which pot?

- [ ] This
- [ ] That
"""
PASTED = "1. How long?\n a) 6 hours\n b) 72 hours\n Answer: b\n\n2. How warm?\n a) Very\n b) Hardly\n"
CSV = "id;question;option a;option b;right\r\nS1;How?;So;Not so;a\r\nS2;Why?;Thus;Else;\r\n"


@pytest.mark.parametrize(
    ("data", "file_name", "format"),
    [
        (TEXT.encode(), "kettles.txt", "text"),
        (TEXT, "", "text"),
        (samples.GIFT, "", "gift"),
        (samples.GIFT.encode("utf-16"), "quiz.txt", "gift"),
        (samples.AIKEN, "", "aiken"),
        (samples.MOODLE, "quiz.xml", "moodle"),
        (samples.QTI, "assessment.xml", "qti"),
        (b"PK\x03\x04", "whatever.bin", "qti"),
        (PASTED, "", "pasted"),
        (CSV.encode(), "", "csv"),
        ("Just words", "notes.txt", "pasted"),
        (b"\xff\xfe\x00", "strange.bin", ""),
        ("words", "strange.bin", ""),
    ],
)
def test_a_file_is_recognised_by_content_and_ending(data, file_name, format):
    assert recognised(data, file_name) == format


@pytest.mark.parametrize(
    ("file_name", "words"), [("items.docx", "copy, and paste"), ("items.xlsx", "CSV UTF-8"), ("x.bin", UNKNOWN[:40])]
)
def test_what_cannot_be_read_is_refused_with_what_to_do(file_name, words):
    name, intake = read_file(b"words", file_name)
    assert (name, intake.found) == ("", 0)
    assert words in intake.problems[0].message


@pytest.mark.parametrize("name", ["text", "gift", "aiken", "csv", "pasted"])
def test_the_rejected_items_come_back_as_text_that_gives_the_same_rejections(name):
    texts = {"text": TEXT, "gift": samples.GIFT, "aiken": samples.AIKEN, "csv": CSV, "pasted": PASTED}
    data = texts[name].encode()
    whole = FORMATS[name].parse(data, "q")
    assert whole.rejected
    again = FORMATS[name].parse(to_mend(data, name, whole), "q")
    assert again.taken == ()
    assert [(one.label, [problem.message for problem in one.problems]) for one in again.rejected] == [
        (one.label, [problem.message for problem in one.problems]) for one in whole.rejected
    ]


def test_a_mended_item_of_gift_keeps_its_category_and_its_comment():
    text = "$CATEGORY: a/b\n\n// [id:X1]\n::X1:: Broken {=a ~b\n\n$CATEGORY: a/c\n\n::X2:: Whole {=a ~b}\n"
    mended = to_mend(text.encode(), "gift", parse_gift(text, "q"))
    assert mended == "$CATEGORY: a/b\n\n// [id:X1]\n::X1:: Broken {=a ~b\n\n"


def test_what_is_no_text_has_nothing_to_mend_as_text():
    assert to_mend(samples.MOODLE.encode(), "moodle", FORMATS["moodle"].parse(samples.MOODLE, "q")) == ""
