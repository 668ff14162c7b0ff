"""The evidence margin: the sources behind one paragraph, as a note that stays quiet until it is opened.

One entry a source and label, the strongest label first; what a source found on several claims stands together. Claims
to which the article attaches no number come first in one entry "No citation in the article", then the sources that
support them all the same. Where a source falls short of its claim, words in italics say so. The summary, all that a
narrow screen shows of a folded note, names the kinds, what is not supported, and what is still to be confirmed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from course_app.domain.evidence import FITS, LABELS, Claim, Reference, is_beyond, label_of, lacks_citation, speaking
from course_app.domain.wording import number_word
from course_app.formats.inline_html import inline_html
from course_app.formats.lesson_inline import short_of
from course_app.formats.reference_html import says_unseen

CHEVRON = '<svg class="icon chev" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 5.5l5 5 5-5"/></svg>'

OPEN_ENTRIES = 2
_RANKS = tuple(LABELS)
_GRAVITY = ("ok", "web", "none", "unseen", "part", "against")
_CLASSES = {"not-located": "unseen"}
# How a summary names a kind that leads it (alone, several) and one that is added (one, several).
_NAMES = {
    "review": ("Review of trials", "{} reviews of trials", "{} review", "{} reviews"),
    "appraisal": ("Appraisal", "{} appraisals", "{} appraisal", "{} appraisals"),
    "web": ("Web page", "{} web pages", "{} web page", "{} web pages"),
    "not-located": ("Source not located", "{} sources not located", "{} not located", "{} not located"),
    "none": ("No citation", "No citation", "{} without citation", "{} without citation"),
    "beyond": ("Beyond the article", "Beyond the article, {} sources") + 2 * ("{} beyond the article",),
}
_UNCITED = "The article gives no source for this."
_OURS = "The course says so itself; no source is given."


@dataclass
class Entry:
    """What one source (None: the lack of one) says under one label: for each finding the fits it was given."""

    label: str
    reference: Reference | None
    rank: tuple[int, int]
    fits: dict[str, list[str]] = field(default_factory=dict)
    remark: str = ""
    claims: set[str] = field(default_factory=set)

    def words(self, finding: str) -> str:
        """What the margin adds to a finding in italics; what the finding or the label says is not said again."""
        if self.remark:
            return self.remark
        fit = self._gravest(finding)
        is_said = fit == "unseen" and (self.label == "not-located" or says_unseen(finding))
        return "" if is_said else FITS[fit]

    def is_against(self) -> bool:
        """Whether it fails to support one of its claims."""
        return any(self._gravest(finding) == "against" for finding in self.fits)

    def is_unseen(self) -> bool:
        """Whether nothing of it was seen."""
        return all(self._gravest(finding) == "unseen" for finding in self.fits)

    def _gravest(self, finding: str) -> str:
        return max(self.fits[finding], key=_GRAVITY.index)


def entries_of(
    claims: Sequence[Claim],
    references: Mapping[str, Reference],
    narrowed: Mapping[str, Collection[str]] | None = None,
) -> list[Entry]:
    """The entries of a note on `claims`, in the order in which it shows them.

    `narrowed`: for some claims, those of their references that speak to the passage; the others are left out.
    """
    entries = dict(_lacks(claims))
    for claim in claims:
        for source in speaking(claim, (narrowed or {}).get(claim.id, ())):
            reference = references[source.reference]
            label = label_of(claim, reference)
            rank = (_RANKS.index("none" if lacks_citation(claim) else label), 1)
            entry = entries.setdefault((reference.id, label), Entry(label, reference, rank))
            entry.rank = min(entry.rank, rank)
            entry.fits.setdefault(source.finding, []).append(source.fit)
            entry.claims.add(claim.id)
    return sorted(entries.values(), key=lambda entry: entry.rank)


def _lacks(claims: Sequence[Claim]) -> Iterator[tuple[tuple[str, str], Entry]]:
    """Entries without a reference. They repeat the claims only where the note speaks of others as well."""
    uncited = [claim for claim in claims if lacks_citation(claim)]
    ours = [claim for claim in claims if is_beyond(claim) and not claim.sources]
    for label, lacking, remark in (("none", uncited, _UNCITED), ("beyond", ours, _OURS)):
        if lacking:
            texts = " ".join(_sentence(claim.text) for claim in lacking) if len(lacking) < len(claims) else ""
            own = {claim.id for claim in lacking}
            yield ("", label), Entry(label, None, (_RANKS.index(label), 0), {texts: ["none"]}, remark, own)


def note_html(
    number: int, claims: Sequence[Claim], entries: Sequence[Entry], places: Mapping[str, Collection[str]], lesson: str
) -> str:
    """The note of paragraph `number`. The target `n-<number>` lies within, so that a link to it unfolds the note.

    `places`: the claims of each passage of the paragraph. Where some entries are folded, each names the passages that
    it is for, so that a link to one of them can show its sources first. The last line leads to where a correction can
    be suggested, an address below the one of `lesson`: that of the first passage, which offers the others.
    """
    confirms = [f"To be confirmed by {who}." for who in dict.fromkeys(claim.confirm for claim in claims) if who]
    named = places if len(entries) > OPEN_ENTRIES else {}
    shown = [_entry_html(entry, [one for one in named if entry.claims & {*named[one]}]) for entry in entries]
    sources = shown[:OPEN_ENTRIES]
    if len(entries) > OPEN_ENTRIES:
        sources.append(_more_html(shown[OPEN_ENTRIES:]))
    sources += [f'<div class="source"><p><span class="fit">{escape(text)}</span></p></div>' for text in confirms]
    there = f"{escape(lesson)}/corrections/{escape(next(iter(places)))}"
    sources.append(f'<p class="source no-print"><a href="{there}">Suggest a correction</a></p>')
    summary = _label_html(entries[0].label, _summary(entries, bool(confirms)))
    return (
        f'<details class="note fold">\n<summary>{summary} {CHEVRON}</summary>\n'
        f'<div class="sources" id="n-{number}">\n' + "\n".join(sources) + "\n</div>\n</details>"
    )


def _more_html(entries: Sequence[str]) -> str:
    """What a margin has no room for beside its paragraph, folded."""
    words = "1 more source" if len(entries) == 1 else f"{len(entries)} more sources"
    inner = "\n".join(entries)
    return f'<details class="more">\n<summary>{words} {CHEVRON}</summary>\n{inner}\n</details>'


def marker_html(number: int, entries: Sequence[Entry]) -> str:
    """The mark at the end of a paragraph: the shape of its strongest label, and a link to its note."""
    shape = _CLASSES.get(entries[0].label, entries[0].label)
    words = '<span class="visually-hidden">Sources for this paragraph</span>'
    return f'&nbsp;<a class="label marker {shape}" href="#n-{number}">{words}</a>'


def _entry_html(entry: Entry, places: Sequence[str]) -> str:
    pieces = [_label_html(entry.label, LABELS[entry.label])]
    if entry.reference:
        link = f'<a href="#{escape(entry.reference.id)}">{escape(short_of(entry.reference))}</a>'
        name = "" if entry.reference.number is None else f" {escape(entry.reference.short)}"
        pieces.append(f"<cite>{link}{name}</cite>")
    for finding in entry.fits:
        words = entry.words(finding)
        if words and (finding or entry.reference):
            words = f'<span class="fit">{escape(words)}</span>'
        line = " ".join(part for part in (inline_html(finding), words) if part)
        pieces.append(f"<p>{line}</p>" if line else "")
    behind = f' data-for="{escape(" ".join(places))}"' if places else ""
    return f'<div class="source"{behind}>' + "\n".join(piece for piece in pieces if piece) + "</div>"


def _label_html(label: str, words: str) -> str:
    return f'<span class="label {_CLASSES.get(label, label)}">{escape(words)}</span>'


def _summary(entries: Sequence[Entry], is_to_confirm: bool) -> str:
    kinds: dict[str, list[Entry]] = {}
    for entry in entries:
        kinds.setdefault(entry.label, []).append(entry)
    lead, *others = kinds
    words = LABELS[lead] if len(entries) == 1 else _name(lead, len(kinds[lead]), 0).capitalize()
    if lead == "web" and all(entry.is_unseen() for entry in kinds[lead]):
        words += ", not seen" if not others else " not seen"
    added = [_name(kind, len(kinds[kind]), 2) for kind in others]
    words += "".join(f", {name}" for name in added[:-1]) + "".join(f", and {name}" for name in added[-1:])
    return words + _unsupported(entries) + ("; to be confirmed" if is_to_confirm else "")


def _name(kind: str, count: int, form: int) -> str:
    return _NAMES[kind][form + (count > 1)].format(number_word(count))


def _unsupported(entries: Sequence[Entry]) -> str:
    against = sum(entry.is_against() for entry in entries)
    if not against:
        return ""
    if against == len(entries):
        return "; does not support the claim" if against == 1 else "; none supports its claim"
    return (
        "; one does not support its claim" if against == 1 else f"; {number_word(against)} do not support their claim"
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
