"""Rules on what an item rests on: claims and references that exist, and a key no firmer than they are."""

import re
from collections.abc import Iterator
from datetime import date

from course_app.domain.evidence import is_beyond, was_checked_long_ago
from course_app.domain.item_findings import STEM, Found, Surroundings, answer_of, keys_of
from course_app.domain.item_words import ATTRIBUTION, HEDGE, normal
from course_app.domain.questions import Question
from course_app.domain.source_runs import LONG, overlaps

_SOFT = re.compile(r"\b(?:may|could|thought|some|suggests?)\b")
_EFFECT = re.compile(
    r"\b(?:reliev|reliefs?|relax|reduc|lower|rais|releas|eas(?:e|es|ed|ing)\b|improv|restor|heal|help|loosen|increas"
    r"|prompt|trigger|calm|boost|settle|caus(?:e|es|ed|ing)\b|works?\b|lasts?\b)\w*"
)
_NOT_LOCATED = re.compile(r"\bnot located\b|\bcould not (?:be )?(?:find|found|locate)\b")
_BEYOND = "beyond the article"
_RULES = re.compile(
    r"\b(?:HCPC|GCC|GOsC|GMC|NMC|CSP|AACP|NICE|HSE|Montgomery|Act of \d{4}|\d{4} Act|Sharps Regulations"
    r"|licen[cs]\w*|local authority|local-authority|indemnity)\b"
)


def claims_exist(question: Question, around: Surroundings) -> Iterator[Found]:
    """L18. At least one claim, all of them the course's; what lies beyond the article says so."""
    if not around.claims:
        return
    if not question.claims:
        yield Found("", "It names no claim.")
    for name in question.claims:
        if name not in around.claims:
            yield Found("", f"There is no claim {name}.")
    beyond = [claim.id for claim in around.claims_of(question) if is_beyond(claim)]
    if beyond and _BEYOND not in normal(_all_text(question)):
        yield Found("", f"It rests on {', '.join(beyond)}, and nowhere says “{_BEYOND}”.")


def references_belong(question: Question, around: Surroundings) -> Iterator[Found]:
    """L19. The references are those of the item's claims."""
    claims = around.claims_of(question)
    if len(claims) < len(question.claims) or not claims:
        return
    behind = {source.reference for claim in claims for source in claim.sources}
    for name in question.references:
        if name not in behind:
            yield Found("", f"{name} stands behind none of its claims.")


def hedge_is_kept(question: Question, around: Surroundings) -> Iterator[Found]:
    """L21. Where every claim is hedged and the key asserts an effect, key or stem hedges or attributes."""
    claims = around.claims_of(question)
    if not claims or not all(_SOFT.search(normal(f"{claim.strength} {claim.hedge}")) for claim in claims):
        return
    said = f"{question.stem} {answer_of(question)}"
    asserts = _EFFECT.search(normal(answer_of(question)))
    if asserts and not HEDGE.search(normal(said)) and not ATTRIBUTION.search(normal(said)):
        reason = f"Its claims are hedged, but the key asserts (“{asserts[0]}”) and nothing attributes it."
        yield Found(keys_of(question)[0].letter, reason)


def words_are_our_own(question: Question, around: Surroundings) -> Iterator[Found]:
    """L22. Seven words running of the article are an error, five a warning."""
    texts = [(STEM, question.stem)]
    for option in question.options:
        texts += [(option.letter, option.text), (f"{option.letter}-rationale", option.rationale)]
    for place, text in texts:
        for overlap in overlaps(text, around.article):
            level = "" if overlap.size == LONG else "warning"
            yield Found(place, f"These words stand in the article as well: “{overlap.words}”.", level)


def weak_claims_are_not_facts(question: Question, around: Surroundings) -> Iterator[Found]:
    """L23. A claim without support is asked about as a weakness (`trap`), or as what the article says."""
    weak = [
        claim.id for claim in around.claims_of(question) if not is_beyond(claim) and claim.fit in ("against", "none")
    ]
    if not weak or question.trap:
        return
    if not ATTRIBUTION.search(normal(f"{question.stem} {answer_of(question)}")):
        yield Found(STEM, f"{', '.join(weak)} has no support, yet it is asked about as a fact.")


def web_claims_are_attributed(question: Question, around: Surroundings) -> Iterator[Found]:
    """L26. Where only web pages stand behind the claims, key or stem says whose words they are."""
    claims = around.claims_of(question)
    sources = {source.reference for claim in claims for source in claim.sources}
    labels = {around.references[name].label for name in sources if name in around.references}
    if labels == {"web"} and not ATTRIBUTION.search(normal(f"{question.stem} {answer_of(question)}")):
        yield Found(STEM, "Only web pages stand behind its claims, and neither stem nor key says who says so.")


def missing_source_is_named(question: Question, around: Surroundings) -> Iterator[Found]:
    """L27. A reference that could not be located is said to be so, and a claim beyond the article stands beside it."""
    missing = [one.id for one in around.references_of(question) if one.label == "not-located"]
    if not missing:
        return
    if not _NOT_LOCATED.search(normal(_all_text(question))):
        yield Found("", f"It cites {missing[0]} and nowhere says that the source record was not located.")
    if not any(is_beyond(claim) for claim in around.claims_of(question)):
        yield Found("", f"It cites {missing[0]}, and no claim beyond the article stands in for it.")


def lesson_is_named(question: Question, _: Surroundings) -> Iterator[Found]:
    """L28. What the fields may hold is seen in reading them; here, that they lead to a lesson."""
    if not question.lesson:
        yield Found("", "It names no lesson, so a wrong answer leads nowhere.")


def rules_are_dated(question: Question, around: Surroundings) -> Iterator[Found]:
    """L36. An item on a regulator, a law or cover says when that was last looked up, within a year."""
    named = _RULES.search(_all_text(question))
    if not named or not around.today:
        return
    if not question.checked_on:
        yield Found("", f"It names a rule that changes (“{named[0]}”) and not when that was checked.")
    elif was_checked_long_ago(question.checked_on, date.fromisoformat(around.today)):
        yield Found("", f"Its rule (“{named[0]}”) was last checked on {question.checked_on}, over a year ago.")


def _all_text(question: Question) -> str:
    return " ".join([question.stem, *(f"{option.text} {option.rationale}" for option in question.options)])
