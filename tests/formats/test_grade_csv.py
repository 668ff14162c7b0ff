"""Grades as CSV."""

from decimal import Decimal

from course_app.formats.grade_csv import write_grades


def test_the_file_has_a_mark_a_header_and_quoted_cells():
    assert write_grades(("Name", "Score"), [('Łukasz "Żółć", PT', "4.5")]) == (
        '\ufeffName,Score\r\n"Łukasz ""Żółć"", PT",4.5\r\n'.encode()
    )


def test_a_negative_number_of_ours_stays_a_number_and_a_text_that_looks_like_one_does_not():
    assert write_grades(("=1",), [("-1", Decimal("-0.120"))]) == "\ufeff'=1\r\n'-1,-0.120\r\n".encode()
