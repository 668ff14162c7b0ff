"""`course-app lessons review`."""

import shutil
from pathlib import Path

import pytest

from course_app.formats.reviews_yaml import HEAD, parse_reviews
from tests.running import course_app

SMALL = Path(__file__).parents[1] / "courses" / "small"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small course."""
    return shutil.copytree(SMALL, tmp_path / "small")


def review(course: Path, *arguments: str) -> str:
    """What a run says that succeeds."""
    ended = course_app("lessons", "review", course, *arguments, cwd=course.parent)
    assert (ended.code, ended.err) == (0, "")
    return ended.out


def entries(course: Path) -> dict:
    read, problems = parse_reviews((course / "reviews.yaml").read_text(), "reviews.yaml")
    assert problems == []
    return {one.id: one for one in read}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_reading_is_noted_and_noting_it_again_changes_no_byte(small: Path) -> None:
    act = ("T02", "T01", "--by", "A reader", "--date", "2026-11-20", "--note", "with: care")
    assert review(small, *act) == "reviews.yaml: 2 approved now, 2 reviews in all, 0 taken out.\n"
    first = (small / "reviews.yaml").read_bytes()
    assert first.decode().startswith(HEAD)
    assert [(one.id, one.by, one.date, one.note) for one in entries(small).values()] == [
        ("T01", "A reader", "2026-11-20", "with: care"),
        ("T02", "A reader", "2026-11-20", "with: care"),
    ]
    later = (*act[:4], "--date", "2026-12-24", *act[6:])
    assert review(small, *later) == "reviews.yaml: 0 approved now, 2 reviews in all, 0 taken out.\n"
    assert (small / "reviews.yaml").read_bytes() == first
    review(small, "T01", "--by", "Somebody else", "--date", "2026-11-21")
    assert [(one.by, one.date) for one in entries(small).values()] == [
        ("Somebody else", "2026-11-21"),
        ("A reader", "2026-11-20"),
    ]


def test_what_is_stale_or_not_approved_is_found_and_nothing_else(small: Path) -> None:
    assert "15 approved now, 15 reviews" in review(small, "--unapproved", "--by", "A reader", "--date", "2026-11-20")
    assert "SC1" not in entries(small)
    replace(small / "one" / "second-steps.md", "one kettle in ten", "one kettle in nine")
    replace(small / "questions" / "tea.md", "Which answer is right in T01?", "Which answer to T01 is right?")
    told = course_app("lessons", "check", small, cwd=small.parent).out
    assert "5 warnings" in told
    assert "5 approved now, 15 reviews" in review(small, "--unapproved", "--by", "A reader", "--date", "2026-11-21")
    again = {one.id for one in entries(small).values() if one.date == "2026-11-21"}
    assert again == {"E01", "E02", "E03", "E04", "T01"}
    assert "0 warnings" in course_app("lessons", "check", small, cwd=small.parent).out


def test_the_head_is_kept_and_the_review_of_a_question_that_is_gone_is_taken_out(small: Path) -> None:
    review(small, "SC1", "T01", "T02", "--by", "A reader")
    replace(small / "reviews.yaml", HEAD, "# Ours.\n")
    text = (small / "questions" / "tea.md").read_text()
    start, end = text.index("## T02"), text.index("## T03")
    (small / "questions" / "tea.md").write_text(text[:start] + text[end:])
    assert "1 approved now, 3 reviews in all, 1 taken out" in review(small, "T03", "--by", "A reader")
    assert list(entries(small)) == ["SC1", "T01", "T03"]
    assert (small / "reviews.yaml").read_text().startswith("# Ours.\n\n- id: SC1\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("T99", "--by", "A reader"), "The course has no question T99. Nothing was written.\n"),
        (
            ("--by", "A reader"),
            "Name who has read them (--by), and the questions or --unapproved. Nothing was written.\n",
        ),
        (
            ("T01", "--by", " "),
            "Name who has read them (--by), and the questions or --unapproved. Nothing was written.\n",
        ),
    ],
)
def test_what_cannot_be_noted_is_refused_and_nothing_is_written(small: Path, arguments, sentence) -> None:
    ended = course_app("lessons", "review", small, *arguments, cwd=small.parent)
    assert (ended.code, ended.out, ended.err) == (1, "", sentence)
    assert not (small / "reviews.yaml").exists()


def test_a_course_with_errors_is_refused(small: Path) -> None:
    replace(small / "claims.yaml", "id: C1", "id: C9")
    ended = course_app("lessons", "review", small, "--unapproved", "--by", "A reader", cwd=small.parent)
    assert (ended.code, ended.err) == (1, "The files have errors. Nothing was written.\n")
    assert not (small / "reviews.yaml").exists()
