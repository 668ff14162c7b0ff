"""What is typed or listed of a person, a name and an e-mail, made tidy. Nothing is asked of the network."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from course_app.domain.names import normalise_email

LONGEST_NAME, LONGEST_NUMBER = 200, 64
JOINERS = "\u200c\u200d"


def address_of(typed: str) -> str | None:
    """The normalised e-mail, or None when it is not written as one."""
    try:
        checked = validate_email(typed, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return normalise_email(checked.normalized)


def tidy(typed: str | None) -> str:
    """A line as it was meant: composed letters, one space between words, no invisible characters but joiners."""
    text = unicodedata.normalize("NFC", typed or "")
    kept = (" " if character.isspace() else character for character in text if not _is_invisible(character))
    return " ".join("".join(kept).split())


def tidy_lines(typed: str | None) -> str:
    """A text of several lines: each tidy, at most one empty one between two, none at either end."""
    lines = [tidy(line) for line in (typed or "").splitlines()]
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return "\n".join(kept).strip("\n")


def too_long(typed: str, longest: int = LONGEST_NAME, what: str = "The name") -> str:
    """The sentence about a name with more characters than are kept; empty for any other."""
    return f"{what} has {len(typed)} characters; at most {longest} can be kept." if len(typed) > longest else ""


def masked(address: str) -> str:
    """Enough of an address for its owner to recognise it: a…@example.org."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _is_invisible(character: str) -> bool:
    if character.isspace() or character in JOINERS:
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")
