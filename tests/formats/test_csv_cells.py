"""What goes out for a spreadsheet runs nothing there."""

import pytest

from course_app.formats.csv_cells import harmless


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "\n=1", "＝1+1"]
)
def test_what_a_spreadsheet_would_run_is_defused(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ann-Marie", "a=b", "4.5", "王小明", "'=1"])
def test_everything_else_stays_as_it_is(cell):
    assert harmless(cell) == cell
