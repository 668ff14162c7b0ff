"""E-mail addresses and names of people, made comparable in every script.

Databases cannot do it (SQLite's lower and LIKE know ASCII only), so the keys are computed here and stored. They are
at most `KEY_LENGTH` characters long. Order by them by code point (on PostgreSQL: COLLATE "C").
"""

from unicodedata import category, combining, normalize

KEY_LENGTH = 400

_WITHOUT_DECOMPOSITION = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "ȷ": "j",
        "ŋ": "n",
        "ƒ": "f",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƶ": "z",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ß": "ss",
        "ə": "e",
    }
)
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘‛ʼʻʹʾʿ`´′＇"))


def normalise_email(text: str) -> str:
    """The address under which a person is found: NFC, without blanks around, case folded as a whole.

    Two mailboxes that differ only in case are taken for one. Domains are not turned into IDNA.
    """
    return normalize("NFC", normalize("NFC", text).strip().casefold())


def search_key(name: str) -> str:
    """What is searched in, and what a search text is turned into before: small letters without accents.

    Punctuation and blanks become one blank; apostrophes disappear (O’Brien is found as obrien); accents and vowel
    points are dropped, vowel signs that carry a syllable (as in Hindi) stay. Applied again it changes nothing. A name
    of punctuation alone stays as it is, so that the key of a name is never empty.
    """
    decomposed = normalize("NFKD", normalize("NFKD", name.translate(_APOSTROPHES)).casefold())
    letters = "".join(_kept(character) for character in decomposed).translate(_WITHOUT_DECOMPOSITION)
    key = normalize("NFC", " ".join(letters.split()))[:KEY_LENGTH].strip()
    return key or normalize("NFC", name)[:KEY_LENGTH]


def sort_key(name: str) -> str:
    """What lists of people are sorted by: the search key, and the name itself to tell equals apart.

    The tab between them sorts before every letter, so that “Ann” stands before “Ann Lee”.
    """
    return f"{search_key(name)}\t{normalize('NFC', name)}"[:KEY_LENGTH]


def _kept(character: str) -> str:
    """The character, nothing (a mark, an apostrophe, a sign without a look), or a blank in its place."""
    kind = category(character)
    if combining(character) or kind == "Cf" or ord(character) in _APOSTROPHES:
        return ""
    return character if kind[0] in "LMN" else " "
