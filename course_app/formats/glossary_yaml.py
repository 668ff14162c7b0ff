"""glossary.yaml: terms and their meanings, as a list.

    - id: post-needling-soreness        # permanent; lessons write [words]{term="post-needling-soreness"}
      term: Post-needling soreness
      meaning: Muscle ache at and around a needled spot.

All three are needed.
"""

from course_app.domain.evidence import Term
from course_app.formats.problems import Problem
from course_app.formats.yaml_list import read_list


def parse_glossary(text: str, path: str) -> tuple[list[Term], list[Problem]]:
    """The terms in the file's order, and all problems."""
    entries, problems = read_list(text, path, "a term")
    terms = []
    for fields in entries:
        ident, term, meaning = (
            fields.ident(),
            fields.text("term", required=True),
            fields.text("meaning", required=True),
        )
        fields.done()
        terms.append(Term(ident, term, meaning))
    return [term for term in terms if term.id], problems
