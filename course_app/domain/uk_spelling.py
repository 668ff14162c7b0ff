"""US spellings that a course on health may meet, and the UK ones. A short list on purpose: only what is never right.

Titles of works keep their own spelling and are not put to this list.
"""

import re

_PAIRS = {
    "ischaemia": r"\bischemi\w*",
    "haemorrhag…": r"\bhemorrhag\w*",
    "haemat…": r"\bhemato\w*",
    "oedema": r"\b(?:lymph)?edema\w*",
    "anaesth…": r"\banesth\w*",
    "paediatric": r"\bpediatric\w*",
    "oesophag…": r"\besophag\w*",
    "diarrhoea": r"\bdiarrhea\b",
    "randomised": r"\brandomiz\w*",
    "…ise, …isation": r"\b(?:organ|recogn|minim|maxim|real|general|special|summar|standard|immun|steril|neutral)iz\w*",
    "…yse": r"\b(?:anal|paral|catal)yz\w*",
    "programme": r"\bprograms?\b",
    "colour": r"\bcolor\w*",
    "behaviour": r"\bbehavior\w*",
    "favour": r"\bfavor\w*",
    "labour": r"\blabor(?:s|ed|ing)?\b",
    "tumour": r"\btumors?\b",
    "neighbour": r"\bneighbor\w*",
    "fibre": r"\bfibers?\b",
    "centre": r"\bcenter(?:s|ed)?\b",
    "litre": r"\bliters?\b",
    "metre": r"\b(?:centi|milli|kilo)?meters\b",
    "licence (the noun), license (the verb)": r"\bdriver's license\b|\b(?:a|the|your) license\b",
    "practise (the verb)": r"\b(?:to|may|must|can) practice\b(?! (?:is|was|of))",
    "counselling": r"\bcounsel(?:ing|or|ors)\b",
    "travelled": r"\btravel(?:ed|ing)\b",
    "labelled": r"\blabel(?:ed|ing)\b",
    "grey": r"\bgray\b",
    "sceptical": r"\bskeptic\w*",
    "mould": r"\bmold\w*",
    "physiotherapist": r"\bphysical therapists?\b",
}
_SPELLINGS = [(uk, re.compile(us, re.IGNORECASE)) for uk, us in _PAIRS.items()]


def us_spellings(text: str) -> list[tuple[str, str]]:
    """Each US spelling in the text with the UK one, in the order of the text."""
    found = [(match.start(), match[0], uk) for uk, sign in _SPELLINGS for match in sign.finditer(text)]
    return [(us, uk) for _, us, uk in sorted(found)]
