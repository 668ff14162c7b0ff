"""Questions brought in and taken out in the browser: paste or upload, look, leave out, confirm, report, mend."""

import io
import re
import zipfile
from html import unescape

import pytest
from text2qti import qti as text2qti_format
from text2qti.config import Config
from text2qti.quiz import Quiz

from course_app.queries.catalogue import newest_outline
from course_app.queries.taking_out import Wanted, questions_wanted
from course_app.services.importing_questions import continue_question_imports
from tests.conftest import START
from tests.exchange_acts import WORD, many
from tests.formats.test_qti import TEXT2QTI

PAGE, EXPORTS = "/instructor/small-course/imports", "/instructor/small-course/exports"
SEAL = re.compile('name="seal" value="([^"]+)"')
TEXT = re.compile(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", re.DOTALL)


@pytest.fixture
def teacher(browser):
    """Who teaches the small course, signed in."""
    person = browser()
    person.sign_in("instructor")
    return person


def send(person, text="", file=None, name="quiz.md", format=""):
    fields = {"pasted": text, "format": format, "csrf_token": person.token(PAGE)}
    if file is not None:
        fields["file"] = (io.BytesIO(file), name)
    return person.client.post(PAGE, data=fields, content_type="multipart/form-data")


def confirm(person, address, **choices):
    seal = SEAL.search(person.get(address).text)[1]
    return person.send(f"{address}/application", {"seal": seal, **choices}, page=address)


def bank():
    return {one.id: one for one in questions_wanted(newest_outline("small-course").course_id, Wanted())}


def test_questions_pasted_from_word_become_drafts_once_confirmed(teacher, visible):
    before = bank()
    address = send(teacher, WORD).location
    plan = visible(teacher.get(address).text)
    assert "Check what will happen to each of the 3 items" in plan
    assert "3 items: 2 can be taken, 0 unchanged, 1 rejected." in plan
    assert "Pasted, read as Numbered questions (Word, mail). Nothing has been changed yet." in plan
    assert "Nothing says which option is right" in plan
    assert bank() == before
    assert confirm(teacher, address, topic="brewing", pool="quiz").location == address
    report = teacher.get(address)
    assert "3 items: 2 taken, 0 unchanged, 1 rejected." in visible(report.text)
    assert "Drafts: Q1 , Q2 ." in visible(report.text)
    assert "Refresh" not in report.headers
    first, second = bank()["Q1"], bank()["Q2"]
    assert (first.stem, first.topic, first.pool) == (
        "**Which kettle** of the house whistles in the morning?",
        "brewing",
        "quiz",
    )
    assert [option.is_key for option in second.options] == [False, False, True]
    page = visible(teacher.get("/instructor/small-course/questions/Q1").text)
    assert "Draft . Version 1. Kept on this site" in page


def test_the_rejected_items_are_mended_in_the_text_box_and_sent_again(teacher, visible):
    address = send(teacher, WORD).location
    confirm(teacher, address)
    rejected = teacher.get(f"{address}/rejected")
    assert rejected.data.decode() == "3. How is a pot of tea warmed?\na) By the fire\nb) By the sun\n\n"
    assert rejected.headers["Content-Disposition"] == 'attachment; filename="rejected.txt"'
    key = address.rpartition("/")[2]
    mended = unescape(TEXT.search(teacher.get(f"{PAGE}?mend={key}").text)[1])
    assert mended.replace("\r", "") == WORD
    again = send(teacher, f"{mended}Answer: a\n", format="pasted").location
    assert "3 items: 1 can be taken, 2 unchanged, 0 rejected." in visible(teacher.get(again).text)


def test_an_item_is_left_out_and_taken_after_all_and_the_choices_stay(teacher, visible):
    address = send(teacher, WORD).location
    choices = {"topic": "brewing", "pool": "final", "whole": "yes", "kind": "new"}
    back = teacher.send(f"{address}/choices", choices | {"leave": "3"}, page=address)
    assert (back.status_code, back.location) == (303, f"{address}?kind=new#item-3")
    page = teacher.get(address).text
    assert "Left out 1" in visible(page)
    assert "1 rejected. You leave 1 out." in visible(page)
    assert [name for name in ("brewing", "final", "yes") if f'value="{name}" selected' in page] == [
        "brewing",
        "final",
        "yes",
    ]
    teacher.send(f"{address}/choices", choices | {"take": "3"}, page=address)
    refused = confirm(teacher, address, whole="yes")
    assert refused.status_code == 422
    assert "you chose all or nothing and one item is rejected" in visible(refused.text)
    assert 'value="yes" selected' in refused.text
    teacher.send(f"{address}/choices", choices | {"leave": "3"}, page=address)
    assert confirm(teacher, address, whole="yes").status_code == 303
    assert "You left it out." in visible(teacher.get(address).text)


def test_what_was_looked_at_is_what_is_done_or_nothing(teacher, visible):
    first, second = (send(teacher, WORD).location for _ in range(2))
    seal = SEAL.search(teacher.get(second).text)[1]
    confirm(teacher, first)
    refused = teacher.send(f"{second}/application", {"seal": seal}, page=second)
    assert refused.status_code == 422
    assert "the bank changed while you were looking" in visible(refused.text)
    assert "3 items: 0 can be taken, 2 unchanged, 1 rejected." in visible(refused.text)


def test_a_long_file_is_worked_off_in_the_background(teacher, visible):
    address = send(teacher, file=many(150).encode(), name="pots.gift").location
    assert 'rel="next"' in teacher.get(address).text
    confirm(teacher, address)
    page = teacher.get(address)
    assert (page.headers["Refresh"], "0 of 150 items are done" in page.text) == ("5", True)
    assert continue_question_imports(START) == 2
    assert "150 items: 144 taken, 0 unchanged, 6 rejected." in visible(teacher.get(address).text)


def test_what_text2qti_writes_is_taken_and_what_is_not_comes_as_a_table(teacher, visible, tmp_path):
    path = tmp_path / "quiz.zip"
    text2qti_format.QTI(Quiz(TEXT2QTI, config=Config())).save(path)
    address = send(teacher, file=path.read_bytes(), name="Siân’s quiz.zip").location
    plan = visible(teacher.get(address).text)
    assert "10 items: 4 can be taken, 0 unchanged, 6 rejected." in plan
    assert "It is worth 2 points there" in plan
    assert "Mend the text here" not in plan
    confirm(teacher, address)
    rejected = teacher.get(f"{address}/rejected")
    lines = rejected.data.decode("utf-8-sig").splitlines()
    assert (lines[0], len(lines)) == ("Item,Line,Called,Reason", 7)
    again = send(teacher, file=path.read_bytes(), name="Siân’s quiz.zip").location
    assert "10 items: 0 can be taken, 4 unchanged, 6 rejected." in visible(teacher.get(again).text)


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b" " * 20_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose a file, or paste questions."),
        ({"text": WORD, "file": b"x"}, "There is a file and pasted text. Send one of them."),
        ({"file": b"\xd0\xcf", "name": "items.doc"}, "select all, copy, and paste it into the box below."),
        ({"file": b"caf\xe9", "name": "q.gift"}, "The file is not UTF-8."),
        ({"file": b"words", "name": "q.bin"}, "It cannot be told what kind of file this is."),
        ({"text": "words", "format": "moodle"}, "The file is no well-formed XML"),
        ({"file": bomb(), "name": "q.zip"}, "grows more than 100 times"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(given, sentence, teacher, visible):
    answer = send(teacher, **given)
    assert answer.status_code == 422
    assert sentence in visible(answer.text)
    assert unescape(TEXT.search(answer.text)[1]).replace("\r", "") == given.get("text", "")


def test_a_file_that_is_too_large_is_refused_with_a_sentence(teacher, visible):
    answer = teacher.client.post(PAGE, data=b"x" * 2_200_000, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, "A request may have at most 2 MB." in visible(answer.text)) == (413, True)
    fields = {"pasted": "words, and many of them\n" * 40_000, "format": ""}
    assert teacher.send(PAGE, fields).status_code == 303


def test_a_page_of_items_costs_the_same_whatever_they_are(teacher, cost_of):
    one = send(teacher, WORD.partition("\n\n")[0]).location
    three = send(teacher, WORD).location
    changed = send(teacher, file=teacher.get(f"{EXPORTS}/file?format=csv").data.replace(b"?", b" ?"), name="b.csv")
    costs = cost_of(*((teacher, address) for address in (one, three, changed.location)))
    assert costs[0] == costs[1] == costs[2] - 1


def test_the_audit_names_the_file_that_was_confirmed_and_leads_to_it(teacher, admin, visible):
    address = send(teacher, WORD).location
    confirm(teacher, address)
    page = admin.get("/admin/audit").text
    assert "Questions brought in Its items 3 items" in visible(page)
    assert f'href="{address}"' in page


def test_a_file_says_beforehand_what_it_cannot_carry_and_has_a_safe_name(teacher, visible):
    page = teacher.get(f"{EXPORTS}?format=aiken&codes=T01,+T02+no-such").text
    words = visible(page)
    assert "2 questions as Aiken" in words
    assert "The bank has no no-such." in words
    assert "Aiken holds no reasons of options. Concerned: T01, T02." in words
    download = unescape(re.search(r'href="([^"]+/exports/file[^"]+)" download', page)[1])
    file = teacher.get(download)
    assert file.headers["Content-Disposition"] == 'attachment; filename="small-course-questions.txt"'
    assert file.data.decode().count("ANSWER: ") == 2
    everything = visible(teacher.get(EXPORTS).text)
    assert f"{len(bank())} questions as Question text" in everything
    assert "This format carries all of it" in everything


def test_a_spreadsheet_runs_nothing_of_what_is_taken_out(teacher):
    address = send(teacher, "1. =HYPERLINK()\na) +1\nb) @x\nAnswer: a").location
    confirm(teacher, address)
    lines = teacher.get(f"{EXPORTS}/file?format=csv&codes=Q1").data.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Q1,single,'=HYPERLINK(),'+1,,'@x,,a,")


@pytest.mark.parametrize("query", ["topic=nope&pool=x&state=%3F&format=exe&codes=%3Cb%3E", "format=csv&state=retired"])
def test_strange_wishes_are_passed_over(query, teacher):
    assert teacher.get(f"{EXPORTS}?{query}").status_code == 200
    assert teacher.get(f"{EXPORTS}/file?{query}").status_code == 200
