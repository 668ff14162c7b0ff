"""Files that are not what they seem, too large, or in another encoding: refused with a sentence, in every format."""

import pytest

from course_app.formats.aiken import parse_aiken
from course_app.formats.foreign_text import MOST_BYTES
from course_app.formats.gift import parse_gift
from course_app.formats.moodle_xml import parse_moodle_xml
from course_app.formats.pasted_questions import parse_pasted
from course_app.formats.qti import parse_qti
from course_app.formats.question_csv import parse_question_csv
from tests.formats import samples
from tests.formats.intakes import refusal

TEXTS = [
    (parse_gift, samples.GIFT),
    (parse_aiken, samples.AIKEN),
    (parse_question_csv, samples.CSV),
    (parse_pasted, samples.PASTED),
]
XML = [(parse_moodle_xml, samples.MOODLE), (parse_qti, samples.QTI)]
SAVE_AS = (
    "Save the file again as UTF-8: in a text editor “Save as” has a field “Encoding”; in Excel choose the type “CSV "
    "UTF-8”."
)


@pytest.mark.parametrize(("parse", "sample"), TEXTS)
def test_a_text_is_read_as_utf_8_with_and_without_its_mark_and_as_utf_16_with_it(parse, sample):
    plain = parse(sample, "f")
    assert plain.found > 0
    assert [parse(sample.encode(encoding), "f") for encoding in ("utf-8", "utf-8-sig", "utf-16")] == [plain] * 3
    assert parse(sample.replace("\r\n", "\n").replace("\n", "\r\n"), "f") == plain


@pytest.mark.parametrize(("parse", "sample"), TEXTS)
def test_no_encoding_is_guessed(parse, sample):
    data = sample.encode() + "\nGefäß".encode("latin-1")
    problem = parse(data, "f").problems[0]
    assert (problem.line, problem.message) == (data.count(b"\n") + 1, f"The file is not UTF-8. {SAVE_AS}")
    expected = f"The file is no plain text: it holds the sign U+0000. {SAVE_AS}"
    assert refusal(parse("Which?".encode("utf-16-le"), "f")) == expected


@pytest.mark.parametrize("parse", [parse for parse, _ in TEXTS + XML])
def test_a_huge_file_is_refused_with_the_limit(parse):
    assert refusal(parse(b"x" * (MOST_BYTES + 1), "f")) == (
        "The file is larger than 5 MB. Divide it, and bring in the parts."
    )


@pytest.mark.parametrize(
    ("parse", "item"),
    [(parse_gift, "A{=a ~b}\n\n"), (parse_aiken, "A\nA. a\nB. b\nANSWER: A\n"), (parse_pasted, "A\na) a\nb) b\n\n")],
)
def test_too_many_items_are_refused_with_the_limit(parse, item):
    assert refusal(parse(item * 2001, "f")).endswith(" holds 2,001 questions; 2,000 at most are taken. Divide it.")


DOCTYPES = [
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE a SYSTEM "http://localhost:9/a.dtd">',
    '<!-- a comment --><?pi?>\n<!DOCTYPE a [<!ENTITY % b SYSTEM "http://localhost:9/"> %b;]>',
]


@pytest.mark.parametrize("parse", [parse for parse, _ in XML])
@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_document_type_is_never_read(parse, doctype):
    for head in ("", '<?xml version="1.0" encoding="UTF-8"?>\n'):
        expected = "The file begins with a document type (<!DOCTYPE …>), which is never read. Take it out."
        assert refusal(parse(f"{head}{doctype}<quiz>&a;</quiz>", "f")) == expected
        assert refusal(parse(f"{head}{doctype}<quiz>&a;</quiz>".encode("utf-16"), "f")) == expected


@pytest.mark.parametrize("parse", [parse for parse, _ in XML])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The file is no well-formed XML: Document is empty."),
        ("words", "The file is no well-formed XML: Start tag expected, '<' not found."),
        ("<quiz>&a;</quiz>", "The file is no well-formed XML: Entity 'a' not defined."),
        ("<quiz><a></quiz>", "The file is no well-formed XML: Opening and ending tag mismatch: a line 1 and quiz."),
        (
            b'<?xml version="1.0" encoding="EBCDIC-CP-US"?><quiz/>',
            "The file says that it is written in EBCDIC-CP-US, which is not read. Save it as UTF-8.",
        ),
        (
            b'<?xml version="1.0" encoding="ascii"?><quiz>\xe4</quiz>',
            "The file says that it is written in ascii, but it is not. Save it as UTF-8.",
        ),
        (b"<quiz>\xe4</quiz>", f"The file is not UTF-8. {SAVE_AS}"),
        ("<a>" * 400, "The file is no well-formed XML: Excessive depth in document: 256, use XML_PARSE_HUGE option."),
    ],
)
def test_what_is_no_xml_says_why(parse, text, reason):
    assert refusal(parse(text, "f")) == reason


@pytest.mark.parametrize(("parse", "sample"), XML)
def test_xml_is_read_in_the_encoding_that_it_declares(parse, sample):
    plain = parse(sample, "f")
    assert [parse(sample.encode(encoding), "f") for encoding in ("utf-8", "utf-8-sig", "utf-16")] == [plain] * 3
    assert parse(sample.replace('"UTF-8"', '"ISO-8859-1"').encode("latin-1"), "f") == plain
