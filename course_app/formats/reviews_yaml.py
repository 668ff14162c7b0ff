"""reviews.yaml: who approved which question of the text, and on what it stood then; a list, sorted by the ids.

    - id: S01                   # a question of the course
      wording: 3f9a1c20be11     # digest of what was approved: stem, options, reasons, key, what it tests and names
      claims:                   # a digest of each claim that it tests: words, origin and fit
        C46: 9d0c51aa27f3
      passages:                 # of each passage that teaches one of these claims, and of the one it names: its words
        soreness-window: 1a2b3c4d5e6f
      by: a physiotherapist     # who approved it
      date: 2026-11-22          # on which day
      note:                     # what they had to say; may be blank

Needed: all but `claims`, `passages` and `note`. A digest is the beginning of a SHA-256, twelve hexadecimal digits.
Nobody types digests: `course-app lessons review` writes the file, and keeps the comment at its head. A question is
stale when a digest is not what it was; what else a lesson says does not count.
"""

import json
import re
from collections.abc import Iterable

from course_app.domain.reviews import DIGEST, Grounds, Review
from course_app.formats.problems import Problem
from course_app.formats.strict_yaml import WORDS_OR_CAPITALS, Fields
from course_app.formats.yaml_list import read_list

HEAD = """\
# Who approved which question, on which day, and on what it stood then.
# Written by: course-app lessons review. This head is yours to edit; it is kept.
"""
DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"

_DIGEST_SHAPE = "twelve hexadecimal digits; have it written by: course-app lessons review"
_PLAIN = re.compile(r"[A-Za-z][\w’,.;()/-]*(?: [\w’,.;()/-]+)+")


def parse_reviews(text: str, path: str) -> tuple[list[Review], list[Problem]]:
    """The reviews in the file's order, and all problems."""
    entries, problems = read_list(text, path, "a review")
    return [review for review in map(_review, entries) if review.id], problems


def write_reviews(reviews: Iterable[Review], head: str = HEAD) -> str:
    """The file: its head, then the reviews by id."""
    entries = [_entry(review) for review in sorted(reviews, key=lambda review: review.id)]
    return "\n\n".join([head.rstrip("\n"), *entries] if head else entries) + "\n"


def head_of(text: str) -> str:
    """The comment and blank lines with which a file begins."""
    lines = text.splitlines()
    length = next((number for number, line in enumerate(lines) if line.strip() and line[0] != "#"), len(lines))
    head = "\n".join(lines[:length]).strip("\n")
    return f"{head}\n" if head else ""


def _review(fields: Fields) -> Review:
    review = Review(
        id=fields.ident(pattern=WORDS_OR_CAPITALS),
        wording=fields.shaped("wording", DIGEST.pattern, _DIGEST_SHAPE, required=True),
        grounds=Grounds(_digests(fields, "claims"), _digests(fields, "passages")),
        by=fields.text("by", required=True),
        date=fields.shaped("date", DAY, "a day: 2026-11-22", required=True),
        note=fields.text("note"),
    )
    fields.done()
    return review


def _digests(fields: Fields, name: str) -> dict[str, str]:
    """A mapping of ids to digests, in the order of the ids."""
    node = fields.node(name)
    taken = fields.inner(name, f"the list of {name}")
    names = sorted(node.value) if node and isinstance(node.value, dict) else ()
    found = {ident: taken.shaped(ident, DIGEST.pattern, _DIGEST_SHAPE, required=True) for ident in names}
    return {ident: digest for ident, digest in found.items() if digest}


def _entry(review: Review) -> str:
    lines = [f"- id: {review.id}", f"  wording: {review.wording}"]
    for name, digests in (("claims", review.grounds.claims), ("passages", review.grounds.passages)):
        lines += [f"  {name}:"] if digests else []
        lines += [f"    {ident}: {digest}" for ident, digest in sorted(digests.items())]
    lines += [f"  by: {_scalar(review.by)}", f"  date: {review.date}"]
    lines += [f"  note: {_scalar(review.note)}"] if review.note else []
    return "\n".join(lines)


def _scalar(text: str) -> str:
    """A text in quotation marks, unless it is plain words."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
