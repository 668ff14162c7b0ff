"""Spreadsheets as they are: lists of people out of an XLSX, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.formats.roster_csv import MOST_ROWS, parse
from tests.formats.samples import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SI = "<si><t>Siân Ŵyn</t></si><si><r><t>İpek </t></r><r><t>Demir</t></r><rPh><t>unsaid</t></rPh></si>"


def sheet(rows, head=""):
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbook(*sheets, main=MAIN, relation=RELATION, states=()):
    """An XLSX of sheets named First, Second …, as their XML."""
    names = ("First", "Second", "Third")
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}" state="{states[at] if states else "visible"}"/>'
        for at, name in enumerate(names[: len(sheets)])
    )
    relations = "".join(f'<Relationship Id="r{at}" Target="worksheets/s{at}.xml"/>' for at in range(len(sheets)))
    return zipped(
        {
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="x">{relations}</Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{SI}</sst>',
            **{f"xl/worksheets/s{at}.xml": one for at, one in enumerate(sheets)},
        }
    )


HEAD = row(3, cell("B3", "Payroll no."), cell("C3", "Work e-mail (NHS)"), cell("E3", "Full name"))
LISTED = sheet(
    row(1, cell("A1", "Autumn intake"))
    + HEAD
    + row(4, '<c r="B4"><v>1.234567E6</v></c>', cell("C4", "sian@example.org"), '<c r="E4" t="s"><v>0</v></c>')
    + row(7, '<c r="B7"><v>7.5</v></c>', cell("C7", "ipek@example.org"), '<c r="E7" t="s"><v>1</v></c>')
    + row(8, '<c r="E8" t="str"><f>A1</f><v>Nobody</v></c>', '<c r="XFD8"><v>1</v></c>')
)


def people(roster):
    return [(one.line, one.name, one.email, one.number) for one in roster.rows]


def test_a_spreadsheet_is_read_as_it_is_with_its_own_row_numbers():
    roster = parse(workbook(LISTED))
    assert people(roster) == [
        (4, "Siân Ŵyn", "sian@example.org", "1234567"),
        (7, "İpek Demir", "ipek@example.org", "7.5"),
        (8, "Nobody", "", ""),
    ]
    assert [row.trouble for row in roster.rows] == ["", "", "There is no e-mail in this row."]
    assert roster.header == ("", "Payroll no.", "Work e-mail (NHS)", "", "Full name")


def test_of_several_sheets_the_first_that_holds_something_is_read_and_the_others_are_named():
    hidden = sheet(row(1, cell("A1", "secret@example.org")))
    roster = parse(workbook(hidden, LISTED, sheet(row(1, cell("A1", "x"))), states=("hidden", "visible", "visible")))
    assert len(roster.rows) == 3
    assert [one.message for one in roster.problems if one.level == "warning"] == [
        "Only the first sheet, “Second”, was read, and not “Third”."
    ]


def test_the_strict_form_without_places_is_read():
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    plain = "<c t='inlineStr'><is><t>{}</t></is></c>"
    one = sheet("<row>" + plain.format("a@example.org") + plain.format("Ann") + "</row>").replace(MAIN, strict)
    roster = parse(workbook(one, main=strict, relation="http://purl.oclc.org/ooxml/officeDocument/relationships"))
    assert people(roster) == [(1, "Ann", "a@example.org", "")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (zipped({"a.xml": "<a/>"}), "This is a zip and no spreadsheet in the format XLSX."),
        (workbook(LISTED)[:-40], "The spreadsheet is no zip that can be read"),
        (workbook(sheet("")), "The list is empty: it holds no row with text."),
        (workbook(sheet("", '<!DOCTYPE a [<!ENTITY x "y">]>')), "The file begins with a document type"),
        (workbook(sheet(" " * 3_000_000)), "grows more than 100 times"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This spreadsheet is in an old or a locked format."),
    ],
)
def test_what_is_no_spreadsheet_or_a_dangerous_one_is_refused(data, sentence):
    roster = parse(data)
    assert roster.rows == ()
    assert sentence in roster.problems[0].message


@given(st.data())
def test_a_spreadsheet_with_bytes_changed_raises_nothing(data):
    content = bytearray(workbook(LISTED))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert len(parse(bytes(content)).rows) <= MOST_ROWS


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Staff ID,Surname,Forename(s),Line manager e-mail,NHS Email", ("Siân Ŵyn", "s@example.org", "7")),
        ("ID,Last,First,Manager,E-MAIL (work)", ("Siân Ŵyn", "s@example.org", "7")),
        ("Employee_No,Family Name,Given name,Emergency e-mail,Email ID", ("Siân Ŵyn", "s@example.org", "7")),
        ("Assignment Number,SURNAME,FIRST NAMES,Supervisor mail,e-mail", ("Siân Ŵyn", "s@example.org", "7")),
    ],
)
def test_columns_are_known_by_many_words_and_a_managers_e_mail_is_not_taken(header, wanted):
    (one,) = parse(f"Staff of the trust,,,,\n{header}\n7,Ŵyn,Siân,boss@example.org,s@example.org").rows
    assert (one.name, one.email, one.number) == wanted
