"""Claims, the references behind them, and the honest label of each.

A `Claim` is one statement of the source article (`origin` "article") or one that the course adds ("beyond").
A `Source` is a ClaimReference: how far one `Reference` supports one claim, and what it found on it.
The labels "No citation in the article" and "Beyond the article" are computed here and typed nowhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

CHECKED_FOR_DAYS = 366

LABELS = {
    "review": "Review of trials",
    "appraisal": "Appraisal or narrative review",
    "web": "Practitioner or hospital web page",
    "not-located": "Source not located",
    "none": "No citation in the article",
    "beyond": "Beyond the article",
}

LABEL_MEANINGS = {
    "review": "Trials pooled, with their certainty.",
    "appraisal": "Experts reading a few studies.",
    "web": "Useful for ideas; no comparison.",
    "not-located": "Cited, but we could not find it.",
    "none": "Stated without any source.",
    "beyond": "Added by us, from sources of its own.",
}

FITS = {
    "ok": "",
    "part": "Supports the claim in part.",
    "web": "",
    "unseen": "Not seen by us.",
    "none": "",
    "against": "Does not support the claim.",
}

ORIGINS = ("article", "beyond")

SECTIONS = {
    "opening": "the opening",
    "release": "releasing knots",
    "tight": "tight muscles",
    "happens": "what happens in the muscle",
    "onset": "when it takes effect",
    "duration": "how long it lasts",
    "worse": "whether it can make things worse",
    "final": "the closing",
    "promotion": "the promotion at the end",
}

SEEN = {
    "abstract": "Abstract seen.",
    "record": "Publisher’s record seen.",
    "page": "Page seen.",
    "repost": "Seen as a repost only.",
    "copy": "Abstract seen in a copy.",
    "listed": "Seen in a list only.",
    "no": "Not found by us.",
}


@dataclass(frozen=True)
class Author:
    """A person (`family`, `given`) or a body (`literal`)."""

    family: str = ""
    given: str = ""
    literal: str = ""


@dataclass(frozen=True)
class Reference:
    """A cited source; field names follow CSL. An empty string means "not known" and is shown as such."""

    id: str
    label: str
    short: str
    type: str
    title: str
    number: int | None = None
    authors: tuple[Author, ...] = ()
    container_title: str = ""
    issued: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    publisher: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    seen: str = "no"
    found: str = ""
    note: str = ""
    checked_on: str = ""


@dataclass(frozen=True)
class Source:
    """How far one reference supports one claim. `cited`: the article itself attaches the number there."""

    reference: str
    fit: str
    finding: str
    cited: bool = True


@dataclass(frozen=True)
class Claim:
    """One statement, how strongly the article puts it, and its sources.

    `gap`: why the course leaves the claim out of its lessons or of its questions; blank: it does neither.
    """

    id: str
    origin: str
    text: str
    fit: str
    strength: str = ""
    hedge: str = ""
    section: str = ""
    note: str = ""
    confirm: str = ""
    gap: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Term:
    """An entry of the glossary."""

    id: str
    term: str
    meaning: str


def was_checked_long_ago(checked_on: str, today: date) -> bool:
    """Whether a rule that changes was last looked up over a year ago; one without a day never was to be."""
    return bool(checked_on) and (today - date.fromisoformat(checked_on)).days > CHECKED_FOR_DAYS


def is_beyond(claim: Claim) -> bool:
    """Whether the claim was added by the course."""
    return claim.origin == "beyond"


def lacks_citation(claim: Claim) -> bool:
    """Whether the article states the claim without attaching any of its numbers to it."""
    return claim.origin == "article" and not any(source.cited for source in claim.sources)


def label_of(claim: Claim, reference: Reference) -> str:
    """The key in `LABELS` under which a margin prints this reference for this claim."""
    if is_beyond(claim) or reference.label == "beyond":
        return "beyond"
    return reference.label


def is_weak(claim: Claim) -> bool:
    """Whether the claim stands on one source or none, or its sources fall short of it."""
    return claim.fit != "ok" or len(claim.sources) < 2


def speaking(claim: Claim, named: Collection[str]) -> tuple[Source, ...]:
    """The claim's sources that a passage names; all of them where it names none of this claim's."""
    chosen = tuple(source for source in claim.sources if source.reference in named)
    return chosen or claim.sources


def label_of_passage(claims: Sequence[Claim], references: Mapping[str, Reference], named: Collection[str]) -> str:
    """The one label of a passage: that of its weakest claim, each claim by its strongest source.

    What the article itself cites goes before sources that support the claim besides; a claim without a citation is
    labelled so, whatever supports it besides.
    """
    ranks = tuple(LABELS)
    return max((_label_of_claim(claim, references, named) for claim in claims), key=ranks.index)


def _label_of_claim(claim: Claim, references: Mapping[str, Reference], named: Collection[str]) -> str:
    if lacks_citation(claim):
        return "none"
    if is_beyond(claim):
        return "beyond"
    sources = speaking(claim, named)
    cited = [source for source in sources if source.cited] or sources
    return min((label_of(claim, references[source.reference]) for source in cited), key=tuple(LABELS).index)
