"""claims.yaml: what is claimed, how strongly, and which source supports it how far; a list.

    - id: C42                   # permanent; letters, digits and hyphens
      origin: article           # article: the source article says it · beyond: we added it
      text: Soreness after needling is common
      strength: flat            # how strongly the article puts it: flat, can, may, could, thought to …
      hedge: common side effect # the hedging words, at most a few; blank if none
      section: worse            # opening · release · tight · happens · onset · duration · worse · final · promotion
      fit: ok                   # ok · part · web · unseen · none · against
      note: Ref 13 abstract, very frequent
      confirm:                  # who has still to confirm the fact: a registered clinician
      gap:                      # why no lesson teaches it, or no quiz asks it; blank where both is so or will be
      sources:
        - ref: ref-13           # an id of references.yaml
          fit: ok
          cited: true           # left out: true. false: supports the claim, but the article puts no number there
          finding: Very frequent after deep needling.   # what THIS source found on THIS claim, one line

Needed: id, origin, text, fit; section for a claim of the article (one beyond it has none); ref and fit of a source.
`fit: none` says that the article cites nothing: no source of such a claim can be `cited: true`.
"""

from course_app.domain.evidence import FITS, ORIGINS, SECTIONS, Claim, Source, is_beyond
from course_app.formats.problems import Problem
from course_app.formats.strict_yaml import WORDS_OR_CAPITALS, Fields
from course_app.formats.yaml_list import read_list


def parse_claims(text: str, path: str) -> tuple[list[Claim], list[Problem]]:
    """The claims in the file's order, and all problems."""
    entries, problems = read_list(text, path, "a claim")
    return [claim for claim in map(_claim, entries) if claim.id], problems


def _claim(fields: Fields) -> Claim:
    claim = Claim(
        id=fields.ident(pattern=WORDS_OR_CAPITALS),
        origin=fields.choice("origin", ORIGINS, required=True),
        text=fields.text("text", required=True),
        fit=fields.choice("fit", FITS, required=True),
        strength=fields.text("strength"),
        hedge=fields.text("hedge"),
        section=fields.choice("section", SECTIONS),
        note=fields.text("note"),
        confirm=fields.text("confirm"),
        gap=fields.text("gap"),
        sources=_sources(fields),
    )
    fields.done()
    if is_beyond(claim) and fields.node("section"):
        fields.report("section", "A claim beyond the article stands in no section of it: leave `section` blank.")
    if claim.origin == "article" and not fields.node("section"):
        fields.report("section", "A claim of the article needs `section`.")
    if claim.fit == "none" and claim.origin == "article" and any(source.cited for source in claim.sources):
        fields.report("fit", "`fit: none` says that the article cites nothing, yet a source is `cited: true`.")
    return claim


def _sources(fields: Fields) -> tuple[Source, ...]:
    sources: list[Source] = []
    for node in fields.nodes("sources"):
        taken = Fields(node, fields.path, fields.problems, "a source")
        source = Source(
            reference=taken.text("ref", required=True),
            fit=taken.choice("fit", FITS, required=True),
            finding=taken.text("finding"),
            cited=taken.flag("cited", default=True),
        )
        taken.done()
        if source.reference and source.reference in [other.reference for other in sources]:
            taken.report("ref", f"`{source.reference}` is already a source of this claim.")
        sources.append(source)
    return tuple(sources)
