"""Lists of people in the browser: paste or upload, look, go ahead, report."""

import io
import re

import pytest

from course_app.services.importing_rosters import continue_imports
from tests.conftest import START

LIST = "Name\tE-mail\nÑew\tnew@example.org\n=Evil()\tnowhere\n"


def send(admin, text="", file=None, cohort="", course="small-course"):
    fields = {"course": course, "cohort": cohort, "pasted": text, "csrf_token": admin.token("/admin/rosters")}
    if file is not None:
        fields["file"] = (io.BytesIO(file), "autumn <b>.csv")
    return admin.client.post("/admin/rosters", data=fields, content_type="multipart/form-data")


def go_ahead(admin, address):
    return admin.send(f"{address}/application", {}, page=address)


def test_a_pasted_list_is_planned_used_and_reported(admin, visible):
    address = send(admin, LIST, cohort="Autumn 2026").location
    plan = visible(admin.get(address).text)
    assert "Check what will happen to each of the 2 rows" in plan
    assert "The cohort is not there yet and will be made. Nothing has been changed yet." in plan
    assert go_ahead(admin, address).location == address
    report = admin.get(address)
    assert "1 person was added and enrolled. 1 row was left out." in visible(report.text)
    assert "Refresh" not in report.headers
    download = admin.get(f"{address}/left-out.csv")
    assert download.data.decode() == (
        '\ufeff"Name","E-mail","Line","Why"\r\n'
        '"\'=Evil()","nowhere","3","The e-mail has no @. Correct it in the list, or leave the row out."\r\n'
    )
    assert download.headers["Content-Disposition"] == 'attachment; filename="left-out.csv"'


def test_an_uploaded_file_keeps_its_name_and_harms_nothing(admin):
    page = admin.get(send(admin, file=LIST.encode("utf-16")).location)
    assert "autumn &lt;b&gt;.csv" in page.text
    assert "<bdi>Ñew</bdi>" in page.text


def test_what_was_left_out_is_a_list_again_once_corrected(admin, visible):
    address = send(admin, LIST).location
    left_out = admin.get(f"{address}/left-out.csv").data
    corrected = left_out.replace(b"nowhere", b"somewhere@example.org").replace(b"'=Evil()", b"Eve")
    assert "1 person will be added" in visible(admin.get(send(admin, file=corrected).location).text)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose a file, or paste the list."),
        ({"text": LIST, "file": b"a@example.org"}, "There is a file and a pasted list. Send one of them."),
        ({"text": "Name,Number\nA,1"}, "No column is named as the e-mail."),
        ({"text": LIST, "cohort": "x" * 201}, "The name has 201 characters"),
        ({"text": LIST, "course": "nowhere"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_kept(admin, given, sentence):
    answer = send(admin, **given)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert given.get("text", "").split("\n")[0] in answer.text


def test_a_long_list_shows_how_far_it_is_without_javascript(admin, visible):
    rows = "Name,E-mail\n" + "\n".join(f"P {one},p{one}@example.org" for one in range(150))
    address = send(admin, rows).location
    go_ahead(admin, address)
    page = admin.get(address)
    assert (page.headers["Refresh"], "0 of 150 rows are done" in visible(page.text)) == ("5", True)
    continue_imports(START)
    report = admin.get(address)
    assert "150 people were added and enrolled" in visible(report.text)
    narrowed = admin.client.get(address, query_string={"find": "P 149"})
    assert re.findall(r'<th scope="row"><bdi>(.*?)</bdi>', narrowed.text) == ["P 149"]


def test_a_page_of_a_list_costs_the_same_for_one_row_and_for_fifty(admin, statements):
    one = send(admin, "a@example.org").location
    many = send(admin, "\n".join(f"P{number},p{number}@example.org" for number in range(90))).location
    with statements() as few:
        admin.get(one)
    with statements() as more:
        admin.get(many)
    assert len(few) == len(more) == 3


def test_an_unknown_list_is_not_there(admin):
    for path in ("/admin/rosters/nothing", "/admin/rosters/nothing/left-out.csv"):
        assert admin.get(path).status_code == 404
    assert admin.send("/admin/rosters/nothing/application", {}, page="/admin/rosters").status_code == 404
