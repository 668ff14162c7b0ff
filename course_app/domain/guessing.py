"""The test-wise guesser: what somebody scores who knows the tricks and nothing of the matter.

A strategy sees a stem and the texts of the options, never the key, and gives each option a weight; it chooses the
heaviest, and where several are, it is credited with its share of them. What a set of items yields to a strategy beyond
chance is what cues give away. After Millman, Bishop & Ebel 1965 (Educational and Psychological Measurement 25:707–726),
with three strategies that fit a course about honest wording: most cautious, safest, most source-minded.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import permutations

from course_app.domain.item_cues import class_of_first_word
from course_app.domain.item_words import ABSOLUTE, HEDGE, families, last_sentence, length, normal
from course_app.domain.questions import Question, key_of

Strategy = Callable[[str, Sequence[str]], list[int]]
MOST_IN_A_MIX = 3

_CAUTIOUS = re.compile(
    r"\b(?:may|might|can|could|some|tends?|suggest\w*|thought|proposed|possibl[ey]|likely|usually|often|mostly|mainly"
    r"|several|among|not yet|open|unknown|uncertain|unclear|unsettled|so far|for now|opinion|idea|limited|lacking)\b"
)
_BOLD = re.compile(
    r"\b(?:is known|known to|works?|shows?|shown|proves?|proven|established|settled|main|most|always|never|every|all"
    r"|certain\w*|will|must|accepted|cure\w*|(?<!so )far)\b"
)
_SAFE = re.compile(
    r"\b(?:emergency|seek|advice|refer\w*|assess\w*|review|check\w*|report\w*|record\w*|tell|warn\w*|stop|hold off|wait"
    r"|ask|lying|supervis\w*|train\w*|competence|insurance|consent|sterile|again|monitor|before)\b"
)
_RISKY = re.compile(r"\b(?:needle today|needle as usual|more needling|continue|ignore|reassure|skip\w*|brief)\b")
_SOURCED = re.compile(
    r"\b(?:refs?|references?|review\w*|trials?|stud(?:y|ies)|articles?|evidence|sources?|cit\w+|papers?|pages?|research"
    r"|reports?|reported|window|found|measured|pooled|compared|sham|control)\b"
)


def longest(_: str, options: Sequence[str]) -> list[int]:
    """The longest option."""
    return [length(option) for option in options]


def odd_hedge_out(_: str, options: Sequence[str]) -> list[int]:
    """The one option that is hedged, or the one that is not."""
    hedged = [bool(HEDGE.search(normal(option))) for option in options]
    rare = Counter(hedged).most_common()[-1]
    return [int(rare[1] == 1 and has == rare[0]) for has in hedged]


def no_absolutes(_: str, options: Sequence[str]) -> list[int]:
    """The option with the fewest absolute words."""
    return [-len(ABSOLUTE.findall(normal(option))) for option in options]


def echo(stem: str, options: Sequence[str]) -> list[int]:
    """The option that takes up most words of the stem."""
    return [len(families(stem) & families(option)) for option in options]


def convergence(_: str, options: Sequence[str]) -> list[int]:
    """The option that shares most words with the others."""
    own = [families(option) for option in options]
    return [sum(len(one & other) for j, other in enumerate(own) if j != i) for i, one in enumerate(own)]


def grammar(stem: str, options: Sequence[str]) -> list[int]:
    """The option whose form fits: what most options begin with, and the number that the question asks for."""
    forms = [class_of_first_word(option) for option in options]
    asks_two = bool(re.search(r"\b(?:two|which \w+s)\b", last_sentence(stem)))
    fits = [forms.count(form) for form in forms]
    plural = [asks_two and (" and " in option or ", " in option) for option in map(normal, options)]
    return [fit + many for fit, many in zip(fits, plural, strict=True)]


def cautious(_: str, options: Sequence[str]) -> list[int]:
    """The option that claims least."""
    return [len(_CAUTIOUS.findall(text)) - len(_BOLD.findall(text)) for text in map(normal, options)]


def safest(_: str, options: Sequence[str]) -> list[int]:
    """The option that a careful clinician would sign: check, seek advice, report."""
    return [len(_SAFE.findall(text)) - len(_RISKY.findall(text)) for text in map(normal, options)]


def sourced(_: str, options: Sequence[str]) -> list[int]:
    """The option that speaks of sources, studies and what they found."""
    return [len(_SOURCED.findall(normal(option))) for option in options]


STRATEGIES: dict[str, Strategy] = {
    "longest option": longest,
    "odd hedge out": odd_hedge_out,
    "avoids absolutes": no_absolutes,
    "echo of the stem": echo,
    "convergence": convergence,
    "fits the grammar": grammar,
    "most cautious": cautious,
    "safest": safest,
    "most source-minded": sourced,
}


IN_WORDS = {
    "longest option": "it is the longest",
    "odd hedge out": "it alone is hedged, or alone is not",
    "avoids absolutes": "it has the fewest absolute words",
    "echo of the stem": "it takes up most words of the question",
    "convergence": "it has most words in common with the other options",
    "fits the grammar": "its form fits best",
    "most cautious": "it claims least",
    "safest": "it is what a careful clinician would do",
    "most source-minded": "it speaks most of sources",
}
"""Why a strategy chooses what it chooses."""


@dataclass(frozen=True)
class Guessing:
    """What guessing would score over a set of items, as shares of 1.

    `best_mix` and `best_score`: up to three strategies, each deciding what the one before leaves tied, chosen on the
    very items on which they are scored. That is optimistic: among hundreds of mixes one fits by luck. `honest_score`
    leaves one item out, chooses the mix on the others and scores it on that item, for each item in turn.
    """

    items: int
    chance: float
    scores: dict[str, float]
    best_mix: tuple[str, ...] = ()
    best_score: float = 0.0
    honest_score: float = 0.0


def guess(questions: Sequence[Question]) -> Guessing:
    """Let every strategy and every mix answer the items that have one key; the others are passed over."""
    items = [question for question in questions if question.type == "single" and len(question.options) > 1]
    if not items:
        return Guessing(0, 0.0, {})
    weights = [{name: _weights(strategy, item) for name, strategy in STRATEGIES.items()} for item in items]
    keys = [next(place for place, option in enumerate(item.options) if option.is_key) for item in items]
    mixes = [mix for size in range(1, MOST_IN_A_MIX + 1) for mix in permutations(STRATEGIES, size)]
    credits = {mix: [_credit(mix, weight, key) for weight, key in zip(weights, keys, strict=True)] for mix in mixes}
    totals = {mix: sum(row) for mix, row in credits.items()}
    best = max(mixes, key=totals.__getitem__)
    left_out = [credits[max(mixes, key=lambda mix, i=i: totals[mix] - credits[mix][i])][i] for i in range(len(items))]
    return Guessing(
        items=len(items),
        chance=sum(1 / len(item.options) for item in items) / len(items),
        scores={name: totals[(name,)] / len(items) for name in STRATEGIES},
        best_mix=best,
        best_score=totals[best] / len(items),
        honest_score=sum(left_out) / len(items),
    )


def share_of_key(mix: Sequence[str], question: Question) -> float:
    """What a mix scores on one item: 1 over the options between which it cannot decide, if the key is among them."""
    left = _left({name: _weights(STRATEGIES[name], question) for name in mix}, mix)
    return sum(question.options[place].letter in key_of(question) for place in left) / len(left)


def giveaways(question: Question) -> list[str]:
    """Why somebody who knows the tricks alone would choose the key, and nothing but the key; of a single answer."""
    return [IN_WORDS[name] for name in STRATEGIES if share_of_key((name,), question) == 1]


def _weights(strategy: Strategy, question: Question) -> list[int]:
    return strategy(question.stem, [option.text for option in question.options])


def _credit(mix: Sequence[str], weights: dict[str, list[int]], key: int) -> float:
    left = _left(weights, mix)
    return 1 / len(left) if key in left else 0.0


def _left(weights: dict[str, list[int]], mix: Sequence[str]) -> list[int]:
    everything = list(range(len(weights[mix[0]])))
    return reduce(lambda left, name: _heaviest(left, weights[name]), mix, everything)


def _heaviest(places: list[int], weights: list[int]) -> list[int]:
    most = max(weights[place] for place in places)
    return [place for place in places if weights[place] == most]
