"""reviews.yaml, read and written, and what `lessons check` says of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.reviews import Grounds, Review
from course_app.formats.course_folder import read_folder
from course_app.formats.course_writing import check_writing
from course_app.formats.reviews_yaml import HEAD, head_of, parse_reviews, write_reviews
from course_app.gateways.folders import read_course_folder
from tests.approved import approved, reviews_of

SMALL = Path(__file__).parents[1] / "courses" / "small"
WHOLE = """\
- id: S01
  wording: 3f9a1c20be11
  claims:
    B15: 000000000000
    C46: 9d0c51aa27f3
  passages:
    soreness-window: 1a2b3c4d5e6f
  by: a physiotherapist
  date: 2026-11-22
  note: "so: far # well"
"""
REVIEW = Review(
    "S01",
    "3f9a1c20be11",
    Grounds({"B15": "0" * 12, "C46": "9d0c51aa27f3"}, {"soreness-window": "1a2b3c4d5e6f"}),
    "a physiotherapist",
    "2026-11-22",
    "so: far # well",
)
DIGESTS = st.text("0123456789abcdef", min_size=12, max_size=12)
IDS = st.from_regex(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})?", fullmatch=True)
SHAPE = "twelve hexadecimal digits; have it written by: course-app lessons review"
LINES = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\x85\u2028\u2029"), max_size=40
).map(lambda text: " ".join(text.split()))
REVIEWS = st.builds(
    Review,
    id=IDS,
    wording=DIGESTS,
    grounds=st.builds(Grounds, st.dictionaries(IDS, DIGESTS, max_size=3), st.dictionaries(IDS, DIGESTS, max_size=3)),
    by=LINES.filter(bool),
    date=st.dates().map(lambda day: day.isoformat()),
    note=LINES,
)


def test_a_review_is_read_and_written_as_the_manual_shows_it():
    assert parse_reviews(WHOLE, "reviews.yaml") == ([REVIEW], [])
    assert write_reviews([REVIEW], "") == WHOLE


@given(st.lists(REVIEWS, max_size=5, unique_by=lambda review: review.id))
def test_what_is_written_is_read_again_in_the_order_of_the_ids(reviews):
    text = write_reviews(reviews)
    assert parse_reviews(text, "reviews.yaml") == (sorted(reviews, key=lambda review: review.id), [])
    assert write_reviews(reversed(reviews), head_of(text)) == text


def test_the_head_is_kept_and_other_comments_are_not():
    text = f"# One.\n#\n# Two.\n\n# Three.\n{WHOLE}# Four.\n"
    assert head_of(text) == "# One.\n#\n# Two.\n\n# Three.\n"
    assert write_reviews([REVIEW], head_of(text)) == f"# One.\n#\n# Two.\n\n# Three.\n\n{WHOLE}"
    assert (head_of(WHOLE), head_of(""), head_of(HEAD)) == ("", "", HEAD)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("wording: 3f9a1c20be11", "wording: 3f9a", f"2:12: error: `wording` cannot be `3f9a`; it is {SHAPE}."),
        ("C46: 9d0c51aa27f3", "C46:", "5:9: error: The list of claims needs `C46`."),
        ("date: 2026-11-22", "date: 2026-11", "9:9: error: `date` cannot be `2026-11`; it is a day: 2026-11-22."),
        ("  by: a physiotherapist\n", "", "1:3: error: A review needs `by`."),
        ("  note:", "  noted:", "10:3: error: A review has no key `noted`. Did you mean `note`?"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old, new, told):
    _, problems = parse_reviews(WHOLE.replace(old, new), "reviews.yaml")
    assert [str(one) for one in problems] == [f"reviews.yaml:{told}"]


def small():
    """The files of the small course, every question of it approved, and the reviews."""
    files = read_course_folder(SMALL)
    return approved(files), reviews_of(files)


def told(files):
    read, problems, sources = read_folder(files)
    assert problems == []
    found = check_writing(read, sources, files, "2026-11-22")
    return [str(one) for one in found if "approved" in one.message or one.path == "reviews.yaml"]


def with_words(files, path, old, new):
    assert old.encode() in files[path]
    return files | {path: files[path].replace(old.encode(), new.encode())}


def line_of(files, ident):
    return files["reviews.yaml"].decode().splitlines().index(f"- id: {ident}") + 1


def test_nothing_is_said_while_every_approval_holds_or_a_plain_course_keeps_no_approvals():
    files, _ = small()
    assert told(files) == []
    assert told(files | {"reviews.yaml": b""}) != []
    del files["reviews.yaml"]
    assert told(files) == []


def test_a_stale_question_is_told_at_its_review_with_what_changed():
    files, _ = small()
    changed = with_words(files, "one/second-steps.md", "one kettle in ten whistled", "one kettle in nine whistled")
    assert told(changed) == [
        f"reviews.yaml:{line_of(files, ident)}: warning: {ident}: it is stale: since it was approved on 2026-11-22, "
        "passage kettles-whistle has other words. Read it again, then have it noted by: course-app lessons review"
        for ident in ("E01", "E02", "E03", "E04")
    ]


def test_a_change_elsewhere_in_the_lesson_makes_no_question_stale():
    files, _ = small()
    assert told(with_words(files, "one/second-steps.md", "See [the first", "Go on to [the first")) == []


def test_a_question_of_other_words_and_a_review_of_no_question_are_told_too():
    files, reviews = small()
    changed = with_words(files, "questions/tea.md", "Which answer is right in T01?", "Which answer is right in T1?")
    line = line_of(files, "T01")
    assert told(changed) == [
        f"reviews.yaml:{line}: warning: T01: it has other words than those approved on 2026-11-22. "
        "Read it again, then have it noted by: course-app lessons review"
    ]
    stray = write_reviews([*reviews, Review("T011", "0" * 12, Grounds(), "a reader", "2026-11-22")])
    (only,) = told(files | {"reviews.yaml": stray.encode()})
    assert "There is no question `T011`. Did you mean `T01`?" in only


@pytest.mark.parametrize(("policy", "level"), [("plain", "note"), ("strict", "warning")])
def test_a_question_of_a_quiz_that_nobody_has_approved_is_told_at_its_own_line(policy, level):
    files, reviews = small()
    files = with_words(files, "course.yaml", "item-writing: plain", f"item-writing: {policy}")
    missing = write_reviews([one for one in reviews if one.id not in ("T02", "SC1")])
    assert told(files | {"reviews.yaml": missing.encode()}) == [
        f"questions/tea.md:18: {level}: T02: nobody has approved it. "
        "Read it, then have it noted by: course-app lessons review"
    ]


def test_a_strict_course_without_the_file_is_told_so_once():
    files, _ = small()
    files = with_words(files, "course.yaml", "item-writing: plain", "item-writing: strict")
    del files["reviews.yaml"]
    (only,) = told(files)
    assert only.startswith("reviews.yaml: warning: Nobody has approved the questions.")


def test_where_a_file_cannot_be_read_nothing_is_said_of_approvals():
    files, _ = small()
    broken = with_words(files, "claims.yaml", "id: C1", "id: [C1")
    read, _, sources = read_folder(broken)
    found = check_writing(read, sources, broken, "2026-11-22")
    assert not [one for one in found if "approved" in one.message]
