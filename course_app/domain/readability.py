"""How long a text takes and how hard it is to read.

Minutes: `courses.minutes_of`, words ÷ 200, one more a figure and one a self-check. 200 words a minute is a careful
reader: the mean for silent reading of non-fiction in English is 238 (Brysbaert 2019, Journal of Memory and Language
109:104047).

Reading age: the Flesch–Kincaid grade, 0.39 × words ÷ sentences + 11.8 × syllables ÷ words − 15.59 (Kincaid, Fishburne,
Rogers & Chissom 1975, Research Branch Report 8-75, US Navy), plus 5 years, the age at which first grade begins less
one. It counts letters and knows no meanings: “pneumothorax” is hard in it, however well explained. So it is shown,
and warns only far out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONG_SENTENCE = 35
OLDEST = 18
FEWEST_WORDS, MOST_WORDS = 400, 650
YEARS_BEFORE_FIRST_GRADE = 5

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\")]*\s+(?=[“‘\"(]?[A-ZÀ-Þ0-9])|(?<=:)\s+(?=[“\"])")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|Dr|Mr|Mrs|Ms|St|No|vs|etc)\.")
_VOWELS = re.compile(r"[aeiouy]+")
_TWO_SOUNDS = re.compile("i[ao](?!n)|ua")
_ONE_SOUND = re.compile("[cgstx]i[ao](?!n)|[gq]ua")
_SILENT_END = re.compile(r"(?:[^laeiouy]e|[^aeiouydt]ed|[^aeiouysxzcgh]es)$")


@dataclass(frozen=True)
class Reading:
    """What a text asks of its reader. `age` is 0 where there is nothing to read."""

    words: int
    sentences: int
    longest: int
    age: float


def reading_of(paragraphs: Sequence[str]) -> Reading:
    """The figures of a text given paragraph by paragraph: a sentence ends at the latest with its paragraph."""
    sentences = [sentence for paragraph in paragraphs for sentence in sentences_of(paragraph)]
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not words:
        return Reading(0, 0, 0, 0.0)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    longest = max(len(sentence.split()) for sentence in sentences)
    count = sum(len(paragraph.split()) for paragraph in paragraphs)
    return Reading(count, len(sentences), longest, grade + YEARS_BEFORE_FIRST_GRADE)


def sentences_of(paragraph: str) -> list[str]:
    """The sentences of a paragraph; a quotation after a colon is one of its own."""
    guarded = _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), paragraph)
    return [sentence.strip() for sentence in _SENTENCE_END.split(guarded) if _WORD.search(sentence)]


def syllables(word: str) -> int:
    """The syllables of an English word, by its groups of vowels less a silent ending; at least one."""
    plain = re.sub("['’].*", "", word.lower())
    groups = len(_VOWELS.findall(plain)) - bool(_SILENT_END.search(plain))
    apart = len(_TWO_SOUNDS.findall(plain)) - len(_ONE_SOUND.findall(plain))
    return max(groups + apart, 1)
