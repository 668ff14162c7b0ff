"""Packages of QTI 1.2: Canvas's zip and Common Cartridge; and packages that mean harm."""

import io
import zipfile

import pytest

from course_app.formats.picture_file import picture_of
from course_app.formats.problems import Problem
from course_app.formats.qti import parse_qti
from course_app.formats.qti_package import is_package, parse_qti_package
from tests.formats.intakes import refusal
from tests.formats.pictures import a_file
from tests.formats.samples import MANIFEST, PACKAGE, QTI, QTI_FOOT, QTI_HEAD, QTI_ITEMS, qti_item, zipped

ONE = QTI_HEAD + qti_item("multiple_choice_question") + QTI_FOOT


def test_a_package_gives_what_its_file_gives_and_names_it_in_problems():
    intake, alone = parse_qti_package(PACKAGE, "q.zip"), parse_qti(QTI, "q.xml")
    assert (intake.found, intake.taken, intake.problems) == (QTI_ITEMS, alone.taken, ())
    assert {problem.path for item in intake.rejected for problem in item.problems} == {"q.zip/i1/i1.xml"}
    assert is_package(PACKAGE)
    assert not is_package(QTI.encode())


def test_of_a_quiz_that_a_cartridge_holds_twice_the_fuller_form_is_read():
    poor = ONE.replace("Which", "Poor")
    files = {"g1/assessment_qti.xml": poor, "non_cc_assessments/g1.xml.qti": ONE, "g2/assessment_qti.xml": poor}
    stems = [item.question.stem for item in parse_qti_package(zipped(files), "c.imscc").taken]
    assert stems == ["Poor **one**?", "Which **one**?"]


def test_what_the_package_lacks_and_what_is_not_read_is_told():
    files = {
        "imsmanifest.xml": MANIFEST,
        "a.xml": ONE,
        "b.xml": "<assessmentItem/>",
        "c.xml": "<a>",
        "d.xml": "<page/>",
    }
    intake = parse_qti_package(zipped(files), "q.zip")
    assert len(intake.taken) == 1
    assert intake.problems == (
        Problem("q.zip/b.xml", 0, 0, "This file is QTI 2, which is not read; only QTI 1.2 is."),
        Problem("q.zip/c.xml", 1, 0, "The file is no well-formed XML: Premature end of data in tag a line 1."),
        Problem("q.zip/imsmanifest.xml", 3, 0, "The manifest names “i1/i1.xml”, which the package lacks."),
    )


def test_a_package_without_questions_says_so():
    expected = "The package holds no question in QTI 1.2."
    assert refusal(parse_qti_package(zipped({"a.html": "<p>"}), "q.zip")) == expected


@pytest.mark.parametrize("name", ["../a.xml", "/etc/a.xml", "x/../../a.xml", "C:\\a.xml", "x\\..\\..\\a.xml"])
def test_names_that_lead_out_of_the_package_are_refused(name):
    shown = name.replace("\\", "/")
    expected = f"The package holds a file whose name leads out of it (“{shown}”), and is not read."
    assert refusal(parse_qti_package(zipped({name: ONE}), "q.zip")) == expected


def test_bombs_are_refused_before_they_are_unpacked():
    bomb = zipped({"a.xml": b" " * 3_000_000})
    assert refusal(parse_qti_package(bomb, "q.zip")) == (
        "The package holds a file (“a.xml”) that grows more than 100 times; it is not read."
    )
    many = zipped({f"{n}.xml": "" for n in range(2001)})
    assert refusal(parse_qti_package(many, "q.zip")) == (
        "The package holds more than 2,000 files. Export fewer quizzes at once."
    )
    large = zipped({"a.xml": b" " * 5_000_001}, compression=zipfile.ZIP_STORED)
    assert refusal(parse_qti_package(large, "q.zip")) == ("“a.xml” is larger than 5 MB. Export fewer quizzes at once.")
    assert refusal(parse_qti_package(b"PK\x03\x04" + b"x" * 20_000_000, "q.zip")) == (
        "The package is larger than 20 MB. Export fewer quizzes at once."
    )


def test_a_file_that_lies_about_its_size_is_refused():
    honest = zipped({"a.xml": b"x" * 2_000_000})
    place = honest.rindex(b"PK\x01\x02") + 24
    lying = honest[:place] + (10).to_bytes(4, "little") + honest[place + 4 :]
    intake = parse_qti_package(lying, "q.zip")
    assert intake.found == 0
    assert intake.problems


def test_unpacked_all_files_together_have_a_limit():
    noise = bytes(range(256)) * 16_000
    files = {f"{n}.bin": noise for n in range(13)}
    expected = "Unpacked, the package is larger than 50 MB."
    packed = zipped(files, compression=zipfile.ZIP_STORED)
    shrunk = io.BytesIO()
    with zipfile.ZipFile(shrunk, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in files.items():
            package.writestr(name, content)
    assert len(packed) > 20_000_000
    assert refusal(parse_qti_package(shrunk.getvalue(), "q.zip")) in (
        expected,
        "The package holds a file (“0.bin”) that grows more than 100 times; it is not read.",
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The package is no zip that can be read: it may be cut short. Export it again."),
        (PACKAGE[:-30], "The package is no zip that can be read: it may be cut short. Export it again."),
        (
            zipped({"a.xml": ONE}, compression=zipfile.ZIP_BZIP2),
            "The package is packed in a way that is not read. Pack it as an ordinary zip.",
        ),
    ],
)
def test_what_is_no_zip_or_packed_otherwise_is_refused(data, reason):
    assert refusal(parse_qti_package(data, "q.zip")) == reason


def test_an_encrypted_package_is_refused():
    data = bytearray(zipped({"a.xml": ONE}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(parse_qti_package(bytes(data), "q.zip")) == "The package is encrypted. Export it without a password."


def test_images_are_found_where_canvas_puts_them():
    def showing(source):
        image = f"&lt;img src='{source}' alt='A cup'&gt;"
        return QTI_HEAD + qti_item("multiple_choice_question", stem=f"Which? {image}") + QTI_FOOT

    files = {"web_resources/Uploaded Media/cup.png": a_file(), "i1/cup.JPG": a_file("red", "JPEG")}
    for source, place in (("$IMS-CC-FILEBASE$/Uploaded%20Media/cup.png?x=1", 0), ("cup.JPG", 1), ("../i1/cup.JPG", 1)):
        picture, _ = picture_of(list(files.values())[place])
        (item,) = parse_qti_package(zipped(files | {"i1/i1.xml": showing(source)}), "q.zip").taken
        assert item.question.stem == f"Which? ![A cup](image:{picture.name})"
        assert item.pictures == (picture,)
    for source in ("https://example.org/cup.png", "../../etc/cup.png", "other.png"):
        intake = parse_qti_package(zipped(files | {"i1/i1.xml": showing(source)}), "q.zip")
        sentence = "A text holds an image that does not come with the file; a question here cannot show it."
        assert [problem.message for one in intake.rejected for problem in one.problems] == [sentence]
