"""What somebody is given who asks for everything that is held on them: the rules, and the words that explain it.

The kinds are those of domain.erasure, so that one list says what is held, what goes and what stays. Words that others
wrote about a person are that person's data too; the e-mails in them are somebody else's and are taken out.
"""

import re
from dataclasses import dataclass

from course_app.domain.erasure import GOES, STAYS, Kind

NOT_FILES = ("backups",)
"""Kinds that cannot be read one by one."""
EMAIL = re.compile(r"[^\s@<>()\[\],;:\"“”‘’]+@[^\s@<>()\[\],;:\"“”‘’]+")
TAKEN_OUT = "[somebody’s e-mail]"
RULES = (
    "Nothing here is kept on another person: no answers, addresses or accounts of others.",
    f"What others wrote about you, such as the reason for more time, is given as they wrote it, without who it was. "
    f"E-mails in it that are not yours are replaced by “{TAKEN_OUT}”; a name that stands in their words stays.",
    "What you did as a member of staff is given as what and when. Whom it concerned is theirs.",
    "What would let somebody sign in as you is left out: passwords and keys are kept scrambled, and links have gone.",
    "Which answers were right is left out too, since the questions are asked again. Your result pages show as much "
    "as each quiz allows.",
    "Times are in UTC. Each kind stands in two files: HTML to read, JSON for other programs.",
)


@dataclass(frozen=True)
class About:
    """Whose data are handed out, by which site, when (in words)."""

    name: str
    email: str
    site: str
    moment: str


def files() -> tuple[tuple[Kind, bool], ...]:
    """The kinds of which there is a file each, and whether an erasure would take them away."""
    both = [(kind, True) for kind in GOES] + [(kind, False) for kind in STAYS]
    return tuple((kind, goes) for kind, goes in both if kind.key not in NOT_FILES)


def without_others(text: str, own: str) -> str:
    """A text that others wrote about somebody, without e-mails other than their own (normalised) one."""
    return EMAIL.sub(lambda found: _own_or_out(found[0], own), text)


def _own_or_out(found: str, own: str) -> str:
    bare = found.rstrip(".!?…")
    return found if bare.casefold() == own else TAKEN_OUT + found[len(bare) :]
