import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.source_runs import SourceRuns, source_runs
from course_app.formats.source_runs_text import parse_source_runs, write_source_runs

HASHES = st.frozensets(st.text("0123456789abcdef", min_size=10, max_size=10), max_size=5)


@given(HASHES, HASHES)
def test_what_is_written_is_read_again(short, long):
    assert parse_source_runs(write_source_runs(SourceRuns(short, long)), "x") == (SourceRuns(short, long), [])


def test_no_word_of_the_article_stands_in_the_file_and_its_order_is_lost():
    words = "whilst tea can be warm it is in some winters drunk cold"
    text = write_source_runs(source_runs(words))
    lines = text.splitlines()[1:]
    assert len(lines) == 8 + 6
    assert lines == sorted(lines)
    assert not any(word in line for line in lines for word in words.split() if len(word) > 3)


@pytest.mark.parametrize("line", ["5 0f3a9c11", "6 0f3a9c11d2", "7 0F3A9C11D2", "tea"])
def test_a_line_that_is_no_hash_is_named(line):
    found, problems = parse_source_runs(f"# A title\n\n5 0f3a9c11d2\n{line}\n", "source-runs.txt")
    assert found == SourceRuns(frozenset({"0f3a9c11d2"}))
    assert [str(problem) for problem in problems] == [
        "source-runs.txt:4: error: This is no hash of a run; write the file again with: course-app lessons source-runs"
    ]
