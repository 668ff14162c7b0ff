"""US spellings that a course on health may meet, and the UK ones. A short list on purpose: only what is never right.

Titles of works keep their own spelling and are not put to this list.
"""

import re
from functools import cache

_WORDS = {
    "ischaemia": r"ischemi\w*",
    "haemorrhag…": r"hemorrhag\w*",
    "haemat…": r"hemato\w*",
    "oedema": r"(?:lymph)?edema\w*",
    "anaesth…": r"anesth\w*",
    "paediatric": r"pediatric\w*",
    "oesophag…": r"esophag\w*",
    "diarrhoea": r"diarrhea",
    "randomised": r"randomiz\w*",
    "…ise, …isation": r"(?:organ|recogn|minim|maxim|real|general|special|summar|standard|immun|steril|neutral)iz\w*",
    "…yse": r"(?:anal|paral|catal)yz\w*",
    "programme": r"programs?",
    "colour": r"colors?|colored|colorful",
    "behaviour": r"behavior\w*",
    "favour": r"favor\w*",
    "labour": r"labor(?:s|ed|ing)?",
    "tumour": r"tumors?",
    "neighbour": r"neighbor\w*",
    "fibre": r"fibers?",
    "centre": r"center(?:s|ed)?",
    "litre": r"liters?",
    "metre": r"(?:centi|milli|kilo)?meters",
    "counselling": r"counsel(?:ing|or|ors)",
    "travelled": r"travel(?:ed|ing)",
    "labelled": r"label(?:ed|ing)",
    "grey": r"gray",
    "sceptical": r"skeptic\w*",
    "mould": r"molds?|moldy",
}
_PHRASES = {
    "licence (the noun), license (the verb)": r"\b(?:a|the|your) license\b",
    "practise (the verb)": r"\b(?:to|may|must|can) practice\b(?! (?:is|was|of))",
}
_WORD_SIGNS = [(uk, re.compile(us)) for uk, us in _WORDS.items()]
_PHRASE_SIGNS = [(uk, re.compile(us, re.IGNORECASE)) for uk, us in _PHRASES.items()]
_LETTERS = re.compile(r"[A-Za-z]+")


def us_spellings(text: str) -> list[tuple[str, str]]:
    """Each US spelling in the text with the UK one, in the order of the text."""
    found = [(match.start(), match[0], _uk_of(match[0].lower())) for match in _LETTERS.finditer(text)]
    found += [(match.start(), match[0], uk) for uk, sign in _PHRASE_SIGNS for match in sign.finditer(text)]
    return [(us, uk) for _, us, uk in sorted(found) if uk]


@cache
def _uk_of(word: str) -> str:
    """What a word is in the UK; nothing where it is the same. Kept by word: a course repeats its words."""
    return next((uk for uk, sign in _WORD_SIGNS if sign.fullmatch(word)), "")
