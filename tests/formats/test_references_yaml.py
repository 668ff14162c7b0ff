from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.evidence import Author, Reference
from course_app.formats.references_yaml import TYPES, parse_references

WHOLE = """\
- id: ref-13
  number: 13
  label: appraisal
  short: Martín-Pintado-Zugasti 2018
  type: article-journal
  title: "Post-needling soreness: a review"
  author: [{family: Martín-Pintado-Zugasti, given: Aitor}, {literal: Cleveland Clinic}]
  container-title: Journal of Bodywork and Movement Therapies
  issued: 2018
  volume: 5.10
  issue: 2
  page: 1-9
  publisher: Elsevier
  DOI: 10.1016/j.jbmt.2018.01.003
  PMID: 30100276
  URL: https://example.org/a
  seen: abstract
  found: Very frequent.
  note: none
  checked-on: 2026-01-02
"""


def told(text):
    return [(problem.line, problem.column, problem.message) for problem in parse_references(text, "r.yaml")[1]]


def test_a_whole_reference_is_read():
    reference = Reference(
        id="ref-13",
        label="appraisal",
        short="Martín-Pintado-Zugasti 2018",
        type="article-journal",
        title="Post-needling soreness: a review",
        number=13,
        authors=(Author("Martín-Pintado-Zugasti", "Aitor"), Author(literal="Cleveland Clinic")),
        container_title="Journal of Bodywork and Movement Therapies",
        issued="2018",
        volume="5.10",
        issue="2",
        page="1-9",
        publisher="Elsevier",
        doi="10.1016/j.jbmt.2018.01.003",
        pmid="30100276",
        url="https://example.org/a",
        seen="abstract",
        found="Very frequent.",
        note="none",
        checked_on="2026-01-02",
    )
    assert parse_references(WHOLE, "r.yaml") == ([reference], [])


def test_blanks_stay_blank():
    text = "- id: stmg\n  label: web\n  short: STMG\n  type: webpage\n  title:\n  number:\n  issued:\n"
    assert parse_references(text, "r.yaml") == ([Reference("stmg", "web", "STMG", "webpage", "")], [])


def test_an_empty_file_has_no_references():
    assert parse_references("", "r.yaml") == ([], [])


def test_a_file_that_is_no_list_is_a_problem():
    assert told("id: ref-13\n") == [(1, 1, "The file holds a list: each entry begins with `- id:`.")]


def test_all_problems_come_at_once_each_at_its_place():
    text = """\
- id: ref-1
  label: none
  short: A
  type: journal-article
  DOI: https://doi.org/10.1016/x
  PMID: PM1
  URL: www.example.org
  seen: yes
  number: one
  author: [{family: A, literal: B}, {given: C}, D, {name: E}]
- just words
"""
    body = "An author is `{family: …, given: …}`, or `{literal: …}` for a body."
    assert told(text) == [
        (11, 3, "A reference is written as lines of `name: value`."),
        (
            2,
            10,
            "`label` cannot be `none`; it is one of: review, appraisal, web, not-located, beyond.",
        ),
        (
            4,
            9,
            f"`type` cannot be `journal-article`; it is one of: {', '.join(TYPES)}. Did you mean `article`?",
        ),
        (9, 11, "`number` must be a whole number."),
        (10, 12, body),
        (10, 37, body),
        (10, 49, "An author is written as lines of `name: value`."),
        (10, 53, "An author has no key `name`."),
        (10, 52, body),
        (5, 8, "`DOI` cannot be `https://doi.org/10.1016/x`; it is what follows https://doi.org/: 10.1016/…."),
        (6, 9, "`PMID` cannot be `PM1`; it is digits only."),
        (7, 8, "`URL` cannot be `www.example.org`; it is an address that begins with https://."),
        (8, 9, "`seen` cannot be `yes`; it is one of: abstract, record, page, repost, copy, listed, no."),
    ]


def test_an_id_and_a_number_belong_to_one_reference():
    one = "- id: ref-1\n  number: 1\n  label: web\n  short: A\n  type: webpage\n"
    assert told(one + one) == [
        (6, 7, "The id `ref-1` is used twice (first on line 1)."),
        (7, 11, "Two references have the number 1."),
    ]


@given(st.text() | st.lists(st.sampled_from([*WHOLE.splitlines(keepends=True), "- [", "- x\n", "  "])).map("".join))
def test_parsing_never_raises(text):
    references, problems = parse_references(text, "r.yaml")
    assert all(reference.id for reference in references)
    assert isinstance(problems, list)
