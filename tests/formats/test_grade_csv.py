"""Grades as CSV."""

from course_app.formats.grade_csv import write_grades


def test_the_file_has_a_mark_a_header_and_quoted_cells():
    assert write_grades(("Name", "Score"), [('Łukasz "Żółć", PT', "4.5")]) == (
        '\ufeffName,Score\r\n"Łukasz ""Żółć"", PT",4.5\r\n'.encode()
    )
