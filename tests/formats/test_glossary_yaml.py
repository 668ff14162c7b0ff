from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.evidence import Term
from course_app.formats.glossary_yaml import parse_glossary

WHOLE = """\
- id: post-needling-soreness
  term: Post-needling soreness
  meaning: Muscle ache at and around a needled spot.
- {id: drop-out, term: Drop-out, meaning: Leaving a course of treatment early.}
"""


def told(text):
    return [(problem.line, problem.column, problem.message) for problem in parse_glossary(text, "g.yaml")[1]]


def test_terms_are_read_in_order():
    assert parse_glossary(WHOLE, "g.yaml") == (
        [
            Term("post-needling-soreness", "Post-needling soreness", "Muscle ache at and around a needled spot."),
            Term("drop-out", "Drop-out", "Leaving a course of treatment early."),
        ],
        [],
    )


def test_each_term_needs_all_three_and_an_id_of_its_own():
    assert told("- {id: a, term: A, meaning: }\n- {id: a, trem: B, meaning: b}\n- {term: C, meaning: c}\n") == [
        (2, 8, "The id `a` is used twice (first on line 1)."),
        (1, 29, "A term needs `meaning`."),
        (2, 3, "A term needs `term`."),
        (2, 11, "A term has no key `trem`. Did you mean `term`?"),
        (3, 3, "A term needs `id`."),
    ]


def test_a_colon_in_a_meaning_is_told_with_its_place():
    assert told("- id: a\n  term: A\n  meaning: See also: b\n") == [
        (3, 20, "A colon stands in a value: use quotation marks, or mend the indentation.")
    ]


@given(st.text() | st.lists(st.sampled_from([*WHOLE.splitlines(keepends=True), "- [", "- x\n", "  "])).map("".join))
def test_parsing_never_raises(text):
    terms, problems = parse_glossary(text, "g.yaml")
    assert all(term.id for term in terms)
    assert isinstance(problems, list)
