"""Grades as CSV."""

import pytest

from course_app.formats.grade_csv import harmless, write_grades


def test_the_file_has_a_mark_a_header_and_quoted_cells():
    assert write_grades(("Name", "Score"), [('Łukasz "Żółć", PT', "4.5")]) == (
        '\ufeffName,Score\r\n"Łukasz ""Żółć"", PT",4.5\r\n'.encode()
    )


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1"])
def test_what_a_spreadsheet_would_run_is_defused(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ann-Marie", "a=b", "4.5", "王小明", "'=1"])
def test_everything_else_stays_as_it_is(cell):
    assert harmless(cell) == cell
