"""The rules of item writing, L01 to L36, and how much each weighs.

After the single-best-answer rules of the NBME, Haladyna, Downing & Rodriguez 2002 (Applied Measurement in Education
15:309–334) and the flaws seen most in health examinations. A course's policy sets the levels. `strict`: those of the
catalogue. `plain`: only what cannot be graded is an error; what would be one is a warning, a warning is a note, and
rules of the house (the form of stems and rationales, claims and attribution) are left out.

`waive: L07 reason` in a question silences exactly that rule there, and is reported as waived.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from course_app.domain import item_bank as bank
from course_app.domain import item_cues as cues
from course_app.domain import item_evidence as evidence
from course_app.domain import item_form as form
from course_app.domain.images import in_words
from course_app.domain.item_bank import BankFound
from course_app.domain.item_findings import Check, Finding, Found, Surroundings
from course_app.domain.question_faults import difficulties_of
from course_app.domain.question_types.registry import TYPES
from course_app.domain.questions import Question

SINGLE = ("single",)
CHOSEN = ("single", "multiple")
ASKED = ("single", "multiple", "ordering")
PLAIN = {"error": "warning", "warning": "note", "note": "note"}
WAIVE = "waive"

_WAIVER = re.compile(r"(L\d\d)\s+(\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """A rule: its level in a strict course, the types of question to which it applies, and what to do.

    `is_house`: left out in a plain course.
    """

    id: str
    level: str
    advice: str
    check: Check
    types: tuple[str, ...] = tuple(TYPES)
    is_house: bool = False


@dataclass(frozen=True)
class BankRule:
    """A rule on all items together; its check yields the item and what was found."""

    id: str
    level: str
    advice: str
    check: Callable[[Sequence[Question], Surroundings], Iterable[BankFound]]
    is_house: bool = False


_ATTRIBUTE = "Hedge it, or say whose words it is: “the article says”, “according to ref 8”, “proposed”."
RULES = (
    Rule("L01", "error", "Give four different options, one of them the key.", form.options_are_gradable),
    Rule("L02", "error", "Give each option one idea of its own.", form.no_combined_options, CHOSEN),
    Rule("L03", "error", "Ask for what is so.", form.no_negative_stem),
    Rule("L04", "error", "Shorten the key or lengthen two distractors.", cues.key_is_not_the_long_one, SINGLE),
    Rule("L05", "warning", "Bring the options to one length.", cues.options_are_of_a_length, CHOSEN),
    Rule("L06", "warning", "Say how often, or leave the word out.", cues.no_absolutes, CHOSEN),
    Rule("L07", "warning", "Hedge a distractor too.", cues.key_is_not_the_only_hedge, SINGLE),
    Rule("L08", "error", "Ask a whole question.", form.ends_with_question_mark, ASKED, is_house=True),
    Rule(
        "L09",
        "warning",
        "Use the word in a distractor too, or not in the key.",
        cues.key_does_not_echo_the_stem,
        SINGLE,
    ),
    Rule("L10", "warning", "Make distractors from each other too.", cues.key_is_not_the_centre, SINGLE),
    Rule("L11", "warning", "Give all options one form.", cues.no_option_is_alone_in_form, CHOSEN),
    Rule("L12", "error", "Order them by size and add `order: fixed`.", cues.numbers_are_in_order, CHOSEN),
    Rule("L13", "warning", "Move these words into the stem.", form.leading_words_are_in_the_stem, CHOSEN),
    Rule("L14", "error", "Tell what is needed and ask one thing.", form.stem_has_a_fair_length, is_house=True),
    Rule("L15", "error", "End with the question.", form.last_sentence_asks, ASKED, is_house=True),
    Rule("L16", "error", "Ask what the options answer.", form.stem_says_what_is_asked, ASKED),
    Rule("L17", "error", "Say why the option is right or wrong.", form.rationales_teach, is_house=True),
    Rule(
        "L18",
        "error",
        "Name its claims, and add the words where they are needed.",
        evidence.claims_exist,
        is_house=True,
    ),
    Rule("L19", "error", "Name its claim, or leave out the reference.", evidence.references_belong, is_house=True),
    Rule("L20", "error", "Say what was found, for how long.", form.key_is_not_promising, is_house=True),
    Rule("L21", "error", _ATTRIBUTE, evidence.hedge_is_kept, is_house=True),
    Rule("L22", "error", "Say it in your own words.", evidence.words_are_our_own, is_house=True),
    Rule("L23", "error", f"{_ATTRIBUTE} Or make it a trap.", evidence.weak_claims_are_not_facts, is_house=True),
    Rule("L26", "warning", _ATTRIBUTE, evidence.web_claims_are_attributed, is_house=True),
    Rule(
        "L27", "warning", "Say it in a rationale and add that claim.", evidence.missing_source_is_named, is_house=True
    ),
    Rule("L28", "error", "Add `lesson:`.", evidence.lesson_is_named, is_house=True),
    Rule("L30", "error", "Make it stand alone.", form.stands_alone),
    Rule("L31", "warning", "Say one thing in few words.", form.options_are_plain),
    Rule("L32", "warning", "Use UK spelling.", form.spelling_is_british),
    Rule("L33", "warning", "Leave it out.", form.vignette_is_lean),
    Rule("L34", "warning", "Give distractors one too.", cues.key_is_not_the_only_number, SINGLE),
    Rule("L36", "warning", "Look it up and add `checked-on:`.", evidence.rules_are_dated),
)
BANK_RULES = (
    BankRule("L24", "error", "Ask for something else.", bank.items_differ),
    BankRule("L25", "error", "Move keys to other places, or shorten them.", bank.keys_are_spread),
    BankRule("L29", "error", "Write more items, or draw fewer.", bank.bank_suffices, is_house=True),
    BankRule("L35", "warning", "Look at it again.", bank.pilot_is_fair),
)
IDS = frozenset(rule.id for rule in (*RULES, *BANK_RULES))


def judge(questions: Sequence[Question], around: Surroundings) -> list[Finding]:
    """Every finding, waived ones too, in the order of the items; those about the whole bank come last."""
    found = [finding for question in questions for finding in _judge_item(question, around)]
    found += _judge_bank([question for question in questions if not difficulties_of(question)], around)
    order = {question.id: place for place, question in enumerate(questions)}
    waived = [
        _waived(finding, questions[order[finding.question]]) if finding.question else finding for finding in found
    ]
    waived += [finding for question in questions for finding in _idle_waivers(question, waived)]
    return sorted(waived, key=lambda finding: order.get(finding.question, len(order)))


def judge_item(question: Question, around: Surroundings, rules: Sequence[Rule]) -> list[Finding]:
    """The findings of some rules on one item by itself, waived ones too. The rules must be able to judge it."""
    return [_waived(finding, question) for finding in _judge(rules, question, around)]


def worst_finding(question: Question, around: Surroundings) -> str:
    """The level of the worst thing about the item itself that is not waived: error, warning, note, or ""."""
    levels = {found.level for found in _judge_item(question, around) if found.rule not in _reasons(question)}
    return next((level for level in PLAIN if level in levels), "")


def _judge_item(question: Question, around: Surroundings) -> Iterator[Finding]:
    """What cannot be graded is judged no further: the other rules ask for a key and for options that hold words."""
    yield from _judge(RULES[:1] if difficulties_of(question) else RULES, question, around)


def _judge(rules: Sequence[Rule], question: Question, around: Surroundings) -> Iterator[Finding]:
    words = in_words(question)
    for rule in rules:
        if question.type in rule.types and not (rule.is_house and around.policy == "plain"):
            for found in rule.check(question if rule is RULES[0] else words, around):
                yield _finding(rule, question.id, found, around.policy)


def _judge_bank(questions: Sequence[Question], around: Surroundings) -> Iterator[Finding]:
    for rule in BANK_RULES:
        if not (rule.is_house and around.policy == "plain"):
            for ident, found in rule.check(list(map(in_words, questions)), around):
                yield _finding(rule, ident, found, around.policy)


def _finding(rule: Rule | BankRule, question: str, found: Found, policy: str) -> Finding:
    level = found.level or rule.level
    is_ungradable = rule.id == "L01" and found.level == "error"
    if policy == "plain" and not is_ungradable:
        level = PLAIN[level]
    return Finding(rule.id, level, question, found.place, found.reason, rule.advice)


def _waived(finding: Finding, question: Question) -> Finding:
    return replace(finding, waived=_reasons(question).get(finding.rule, ""))


def _reasons(question: Question) -> dict[str, str]:
    """The reason of each waiver by its rule; what cannot be graded cannot be waived."""
    matches = [match for waiver in question.waivers if (match := _WAIVER.fullmatch(waiver.strip()))]
    return {match[1]: match[2] for match in matches if match[1] in IDS}


def _idle_waivers(question: Question, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Waivers that cannot be read, and those that silence nothing: they would hide what comes later."""
    found = {finding.rule for finding in findings if finding.question == question.id}
    reasons = _reasons(question)
    for waiver in question.waivers:
        rule = waiver.split()[0] if waiver.split() else ""
        if rule not in reasons:
            reason = f"`waive: {waiver}` is no waiver: it names a rule (L01 to L36) and a reason."
            yield Finding(WAIVE, "warning", question.id, "", reason, "Write `waive: L07 reason`.")
        elif rule not in found:
            yield Finding(WAIVE, "warning", question.id, "", f"`waive: {rule}` silences nothing.", "Take it out.")
