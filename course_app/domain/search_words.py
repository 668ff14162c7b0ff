"""The words of a text as a search compares them: in every script, without accents, UK and US spelling alike.

A key is what `names.search_key` makes of a word, brought to US spelling by rule, since that way the rules are fewer
(haemorrhage and hemorrhage are both “hemorrhage”). Keys are compared with keys alone and shown to nobody.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from snowballstemmer import stemmer

from course_app.domain.names import search_key

_JOINING = """
    a about an and any are as at be been but by can did do does for from had has have how i if in into is it its me my
    no not of on or our so than that the their them then there these they this to was we were what when which who why
    will with you your
"""
STOP_WORDS = frozenset(_JOINING.split())
"""What only joins words. A search looks for them only where it is given nothing else."""

_SPELLINGS = [
    (re.compile(uk), us)
    for uk, us in (
        ("ae", "e"),
        ("^oe(?=[ds])|(?<=rrh)oe(?=a)|(?<=^f)oe(?=t)", "e"),
        ("(?<=[a-z]{2})our(?=$|s$|ed$|ing$|al|ite|ful|able)", "or"),
        ("(?<=^licen)c(?=e)|(?<=^practi)c(?=e)", "s"),
        ("(?<=[a-z]{2})is(?=(?:e[ds]?|ers?|ing|ations?)$)", "iz"),
        ("(?<=[a-z]{2})ys(?=(?:e[ds]?|ing)$)", "yz"),
        ("(fib|cent|lit|met|calib|theat)re(?=s?$)", r"\1er"),
        ("(?<=[a-z]{3}[aeo])ll(?=(?:ed|ing|ers?|ors?)$)", "l"),
        ("(?<=progra)mme(?=s?$)", "m"),
        ("^grey", "gray"),
        ("^scept", "skept"),
        ("^mould", "mold"),
    )
]
_APOSTROPHES = "'’‘‛ʼ`´＇"
_WORD = re.compile(r"c|[a1]+(?:'[a1]+|(?<=1)[.,](?=1)[a1]+)*")
_ALONE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, from `start` to `end` (exclusive)."""

    key: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words in order. Parts of a hyphened word are words; a character of a script without blanks is one."""
    shape = "".join(map(_shape, text))
    return [
        Word(key_of(text[found.start() : found.end()]), found.start(), found.end()) for found in _WORD.finditer(shape)
    ]


@lru_cache(maxsize=32_768)
def key_of(word: str) -> str:
    """What a word is compared by. Numbers keep their point and lose their commas: “1,000.5” is “1000.5”."""
    key = ".".join(search_key(part) for part in word.replace(",", "").split("."))
    for uk, us in _SPELLINGS:
        key = uk.sub(us, key)
    return key


@lru_cache(maxsize=32_768)
def stem_of(key: str) -> str:
    """What the forms of an English word have in common (needle, needling). Words of other scripts stay as they are.

    A stemmer has a state, and this program has threads: each word gets a stemmer of its own.
    """
    return stemmer("english").stemWord(key)


@lru_cache(maxsize=4_096)
def _shape(character: str) -> str:
    """a: a letter; 1: a digit; c: a word by itself; ': vanishes within a word; . and , are themselves; else a blank."""
    if character in ".,":
        return character
    if _ALONE.match(character):
        return "c"
    kind = category(character)
    if character in _APOSTROPHES or kind == "Cf":
        return "'"
    return {"L": "a", "M": "a", "N": "1"}.get(kind[0], " ")
