from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.evidence import Claim, Source
from course_app.formats.claims_yaml import parse_claims

WHOLE = """\
- id: C42
  origin: article
  text: Soreness after needling is common
  strength: flat
  hedge: common side effect
  section: worse
  fit: ok
  note: Ref 13 abstract, very frequent
  confirm: a registered clinician
  gap: asked in the final
  sources:
    - ref: ref-13
      fit: ok
      finding: Very frequent after deep needling.
    - ref: brady-2014
      fit: part
      cited: false
      finding:
"""
BEYOND = "- {id: B15, origin: beyond, text: It was measured, fit: part}\n"


def told(text):
    return [(problem.line, problem.column, problem.message) for problem in parse_claims(text, "c.yaml")[1]]


def test_a_whole_claim_is_read():
    claim = Claim(
        id="C42",
        origin="article",
        text="Soreness after needling is common",
        fit="ok",
        strength="flat",
        hedge="common side effect",
        section="worse",
        note="Ref 13 abstract, very frequent",
        confirm="a registered clinician",
        gap="asked in the final",
        sources=(
            Source("ref-13", "ok", "Very frequent after deep needling.", cited=True),
            Source("brady-2014", "part", "", cited=False),
        ),
    )
    assert parse_claims(WHOLE, "c.yaml") == ([claim], [])


def test_a_claim_beyond_the_article_has_no_section():
    assert parse_claims(BEYOND, "c.yaml") == ([Claim("B15", "beyond", "It was measured", "part")], [])
    assert told(BEYOND.replace("}", ", section: worse}")) == [
        (1, 72, "A claim beyond the article stands in no section of it: leave `section` blank.")
    ]


def test_a_claim_of_the_article_has_one():
    assert told(WHOLE.replace("  section: worse\n", "")) == [(1, 3, "A claim of the article needs `section`.")]


def test_a_claim_without_citation_cites_nothing():
    message = "`fit: none` says that the article cites nothing, yet a source is `cited: true`."
    assert told(WHOLE.replace("\n  fit: ok", "\n  fit: none")) == [(7, 8, message)]


def test_all_problems_come_at_once_each_at_its_place():
    text = """\
- id: C 42
  orgin: article
  fit: okay
  sources: [{ref: ref-1, fit: ok}, {ref: ref-1, fit: ok, cited: yes}, {fit: ok}, ref-2]
"""
    assert told(text) == [
        (1, 7, "`id` cannot be `C 42`; it is words of letters and digits, joined by hyphens."),
        (1, 3, "A claim needs `origin`."),
        (1, 3, "A claim needs `text`."),
        (3, 8, "`fit` cannot be `okay`; it is one of: ok, part, web, unseen, none, against. Did you mean `ok`?"),
        (4, 65, "`cited` must be `true` or `false`."),
        (4, 42, "`ref-1` is already a source of this claim."),
        (4, 71, "A source needs `ref`."),
        (4, 82, "A source is written as lines of `name: value`."),
        (2, 3, "A claim has no key `orgin`. Did you mean `origin`?"),
    ]


def test_an_id_belongs_to_one_claim():
    assert told(BEYOND + BEYOND) == [(2, 8, "The id `B15` is used twice (first on line 1).")]


@given(st.text() | st.lists(st.sampled_from([*WHOLE.splitlines(keepends=True), "- [", "- x\n", "  "])).map("".join))
def test_parsing_never_raises(text):
    claims, problems = parse_claims(text, "c.yaml")
    assert all(claim.id for claim in claims)
    assert isinstance(problems, list)
