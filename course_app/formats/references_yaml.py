"""references.yaml: the sources, as a list. Field names are those of CSL; a blank is "not known" and is shown as such.

    - id: ref-13                # permanent; lessons cite it as [@ref-13]
      number: 13                # the article's own number; left out for other sources
      label: appraisal          # review · appraisal · web · not-located · beyond
      short: Martín-Pintado-Zugasti 2018       # what the margin prints
      type: article-journal     # a CSL type
      title: "Post-needling soreness …"
      author: [{family: Martín-Pintado-Zugasti, given: Aitor}]    # or [{literal: Cleveland Clinic}]
      container-title: Journal of Bodywork and Movement Therapies
      issued: 2018              # a year, month or day
      volume:
      issue:
      page:
      publisher:
      DOI: 10.1016/j.jbmt.2018.01.003          # without https://doi.org/
      PMID:
      URL:
      seen: abstract            # abstract · record · page · repost · copy · listed · no   (how far we saw it)
      found: Very frequent after deep needling, …   # what the source found, in our words
      note:                     # doubts about its identity or details
      checked-on:               # a date, where rules change

Needed: id, label, short, type. `seen` left out is `no`. A number belongs to one source only.
"""

from course_app.domain.evidence import LABELS, SEEN, Author, Reference
from course_app.formats.problems import Problem
from course_app.formats.strict_yaml import Fields
from course_app.formats.yaml_list import read_list

OF_CLAIMS_ONLY = "none"
TYPES = (
    *("article-journal", "article-magazine", "article-newspaper", "article", "bill", "book", "broadcast", "chapter"),
    *("dataset", "document", "entry", "entry-encyclopedia", "hearing", "interview", "legal_case", "legislation"),
    *("manuscript", "motion_picture", "pamphlet", "paper-conference", "patent", "personal_communication", "post"),
    *("post-weblog", "regulation", "report", "review", "software", "song", "speech", "standard", "thesis", "treaty"),
    "webpage",
)


def parse_references(text: str, path: str) -> tuple[list[Reference], list[Problem]]:
    """The references in the file's order, and all problems."""
    entries, problems = read_list(text, path, "a reference")
    references: list[Reference] = []
    for fields in entries:
        reference = _reference(fields)
        if reference.number is not None and reference.number in [other.number for other in references]:
            fields.report("number", f"Two references have the number {reference.number}.")
        references.append(reference)
    return [reference for reference in references if reference.id], problems


def _reference(fields: Fields) -> Reference:
    reference = Reference(
        id=fields.ident(),
        label=fields.choice("label", [label for label in LABELS if label != OF_CLAIMS_ONLY], required=True),
        short=fields.text("short", required=True),
        type=fields.choice("type", TYPES, required=True),
        title=fields.text("title"),
        number=fields.number("number"),
        authors=_authors(fields),
        container_title=fields.text("container-title"),
        issued=fields.date("issued"),
        volume=fields.text("volume"),
        issue=fields.text("issue"),
        page=fields.text("page"),
        publisher=fields.text("publisher"),
        doi=fields.shaped("DOI", r"10\.[0-9]{4,9}/\S+", "what follows https://doi.org/: 10.1016/…"),
        pmid=fields.shaped("PMID", "[0-9]+", "digits only"),
        url=fields.shaped("URL", r"https?://\S+", "an address that begins with https://"),
        seen=fields.choice("seen", SEEN, default="no"),
        found=fields.text("found"),
        note=fields.text("note"),
        checked_on=fields.date("checked-on"),
    )
    fields.done()
    return reference


def _authors(fields: Fields) -> tuple[Author, ...]:
    authors = []
    for node in fields.nodes("author"):
        author = Fields(node, fields.path, fields.problems, "an author")
        known = Author(author.text("family"), author.text("given"), author.text("literal"))
        author.done()
        if isinstance(node.value, dict) and bool(known.family) == bool(known.literal):
            author.report("", "An author is `{family: …, given: …}`, or `{literal: …}` for a body.")
        authors.append(known)
    return tuple(authors)
