"""Lists of people as spreadsheets save them and people paste them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.formats.roster_csv import MOST_BYTES, MOST_ROWS, parse, write_failed


def people(roster):
    return [(row.line, row.name, row.email, row.number) for row in roster.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_columns_stand_in_any_order_under_any_delimiter(delimiter, mark, end):
    lines = (("Employee no.", "E-MAIL address", "Full name", "Ward"), ("7", "S.Wyn@Example.org", "Siân Ŵyn", "4"))
    text = mark + end.join(delimiter.join(line) for line in lines) + end
    assert people(parse(text.encode())) == [(2, "Siân Ŵyn", "s.wyn@example.org", "7")]


def test_a_first_name_and_a_surname_make_a_name():
    assert people(parse("Surname,First name,Email\nŴyn,Siân,s@example.org")) == [(2, "Siân Ŵyn", "s@example.org", "")]


def test_the_first_line_may_name_the_delimiter():
    assert people(parse("sep=;\nname;email\nA, B;a@example.org")) == [(3, "A, B", "a@example.org", "")]


def test_a_quoted_cell_may_hold_line_ends_delimiters_and_quotation_marks():
    text = 'Name,E-mail\n"O\'Brien,\n""Seán""",sean@example.org\nNext,next@example.org'
    assert people(parse(text)) == [(2, 'O\'Brien, "Seán"', "sean@example.org", ""), (4, "Next", "next@example.org", "")]


def test_without_named_columns_each_line_is_a_person():
    text = (
        "a@example.org\nSiân <s@example.org>\nBob, b@example.org, 12\nc@example.org; Cy\nd@example.org, e@example.org\n"
    )
    assert people(parse(text)) == [
        (1, "", "a@example.org", ""),
        (2, "Siân", "s@example.org", ""),
        (3, "Bob", "b@example.org", "12"),
        (4, "", "c@example.org; Cy", ""),
        (5, "", "d@example.org", ""),
        (5, "", "e@example.org", ""),
    ]


@pytest.mark.parametrize("name", ['=HYPERLINK(""http://x"")', "'=1+1", "@SUM(A1)", "+44 20", "＝1"])
def test_a_name_that_a_spreadsheet_would_run_is_kept_out_and_says_why(name):
    (row,) = parse(f'Name,E-mail\n"{name}",a@example.org').rows
    assert row.trouble.startswith("This name begins as a formula of a spreadsheet does")
    assert [one.trouble for one in parse("Name,E-mail\n'Abd al-Karīm,b@example.org").rows] == [""]


def test_every_row_is_kept_and_every_problem_has_its_line():
    text = 'Name,E-mail\nA,nowhere\n"B,b@example.org\n\n,\nC,c@\nD,d@example.org\nE,\n' + "F" * 201 + ",f@example.org"
    roster = parse(text, "list.csv")
    assert [row.line for row in roster.rows] == [2, 3, 6, 7, 8, 9]
    assert [row.line for row in roster.rows if not row.trouble] == [7]
    assert [str(problem).split(": error: ")[0] for problem in roster.problems] == [
        f"list.csv:{line}" for line in (2, 3, 6, 8, 9)
    ]
    assert roster.rows[0].trouble == "The e-mail has no @. Correct it in the list, or leave the row out."
    assert roster.rows[1].trouble.startswith("The quotation marks of this row do not fit.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The list is empty: it holds no row with text."),
        (" \n,,\n", "The list is empty: it holds no row with text."),
        ("Name,Number\nA,1", "No column is named as the e-mail. Call it “E-mail” in the first row."),
        ("Name,E-mail\n", "The list holds the names of its columns and no row below them."),
        (b"a" * (MOST_BYTES + 1), "The list is larger than 1 MB. Divide it and use the parts one after the other."),
        ("a@b.org\n" * (MOST_ROWS + 1), "The list has 10,001 rows; at most 10,000 are taken at once. Divide it."),
    ],
)
def test_a_list_that_cannot_be_used_says_why(content, sentence):
    roster = parse(content)
    assert (roster.rows, [one.message for one in roster.problems]) == ((), [sentence])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_come_through_in_every_script(encoding):
    names = ["Łukasz Żółć", "نور الهدى", "陳美玲", "İpek"]
    text = "Name,E-mail\n" + "\n".join(f"{name},p{place}@example.org" for place, name in enumerate(names))
    roster = parse(text.encode(encoding))
    assert ([row.name for row in roster.rows], roster.problems) == (names, ())


def test_an_old_encoding_is_read_with_a_warning():
    roster = parse("Name;E-mail\nZoë;zoe@example.org".encode("cp1252"))
    assert [row.name for row in roster.rows] == ["Zoë"]
    assert [one.level for one in roster.problems] == ["warning"]


@given(st.one_of(st.binary(max_size=300), st.text(alphabet="ab@.,;\t\n\r\"'<>= é\0", max_size=200)))
def test_nothing_makes_the_parser_fail(content):
    roster = parse(content)
    assert len(roster.rows) <= MOST_ROWS


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", " =1", "\t=1"])
def test_no_cell_of_a_report_begins_as_a_formula(cell):
    text = "".join(write_failed(("Name", "E-mail"), [(3, (cell,), 'why "so"')]))
    header, row = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert (header, row) == (["Name", "E-mail", "Line", "Why"], [f"'{cell}", "", "3", 'why "so"'])
