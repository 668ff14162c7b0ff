"""The list "References" at the end of a lesson, and one reference in words.

Authors (six, then "and others"), title, where it appeared, DOI and address, how far we saw it, doubts. What is not
known is left out, but for the date, whose absence is said.
"""

import re
from collections.abc import Mapping
from datetime import date
from html import escape
from urllib.parse import quote

from course_app.domain.evidence import SEEN, Author, Reference
from course_app.formats.inline_html import inline_html
from course_app.formats.lesson_inline import short_of

_MOST_AUTHORS = 6
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*")
_SAYS_UNSEEN = re.compile(r"not (?:be |been )?(?:found|seen|located|identified)|could not|unseen", re.IGNORECASE)
_FIRST_HALF = ("January", "February", "March", "April", "May", "June")
_MONTHS = (*_FIRST_HALF, "July", "August", "September", "October", "November", "December")


def references_html(references: Mapping[str, Reference], first_uses: Mapping[str, str]) -> str:
    """The references used, as a list: `first_uses` maps their ids to the id in the page at which each is used first.

    Numbered references of the article come first by number, then the others by short name. "" when none is used.
    """
    used = sorted((references[name] for name in first_uses), key=_order)
    items = [_item_html(reference, first_uses[reference.id]) for reference in used]
    return '<ol class="contents small">\n' + "\n".join(items) + "\n</ol>" if items else ""


def reference_html(reference: Reference) -> str:
    """One reference in words, without its number and without a way back."""
    parts = [_authors(reference), _title(reference), _appeared(reference), _doi(reference), _pmid(reference)]
    seen = "" if reference.seen == "no" and says_unseen(reference.note) else SEEN[reference.seen]
    parts += [_address(reference), seen, inline_html(_sentence(reference.note))]
    if reference.checked_on:
        parts.append(f"Checked on {escape(_day(reference.checked_on))}.")
    return " ".join(part for part in parts if part)


def own_name(reference: Reference) -> str:
    """What a list prints before `reference_html`: "" where that would say authors (and year), and no more, twice."""
    if reference.number is not None:
        return short_of(reference)
    authors = " and ".join(_name(author) for author in reference.authors)
    return "" if reference.short == f"{authors} {reference.issued[:4]}".rstrip() else reference.short


def says_unseen(text: str) -> bool:
    """Whether a text already tells that the source was not found or not seen, so that nothing need say it again."""
    return bool(_SAYS_UNSEEN.search(text))


def _item_html(reference: Reference, place: str) -> str:
    name = escape(short_of(reference))
    back = f'<a href="#{escape(place)}">Back to the text<span class="visually-hidden"> from {name}</span></a>'
    bold = f"<b>{name}</b> " if own_name(reference) else ""
    return f'<li id="{escape(reference.id)}">{bold}{reference_html(reference)} {back}</li>'


def _order(reference: Reference) -> tuple[bool, int, str]:
    return reference.number is None, reference.number or 0, reference.short.casefold()


def _authors(reference: Reference) -> str:
    names = [_name(author) for author in reference.authors[:_MOST_AUTHORS]]
    if len(reference.authors) > _MOST_AUTHORS:
        names.append("and others")
    return escape(_sentence(", ".join(name for name in names if name)))


def _name(author: Author) -> str:
    """`Gerwin RD`: each given name, also one behind a hyphen, by its initial."""
    initials = "".join(part[0].upper() for part in re.split(r"[\s.\-]+", author.given) if part)
    return author.literal or f"{author.family} {initials}".strip()


def _title(reference: Reference) -> str:
    return f"<i>{escape(_sentence(reference.title))}</i>" if reference.title else ""


def _appeared(reference: Reference) -> str:
    """`J Man Manip Ther, 2011; 19(4): 223–227.` or `Cleveland Clinic, date not known.`"""
    where = reference.container_title or ("" if _is_author(reference.publisher, reference) else reference.publisher)
    volume = reference.volume + (f"({reference.issue})" if reference.issue else "")
    pages = ": ".join(part for part in (volume, reference.page) if part)
    when = _day(reference.issued) or "date not known"
    text = ", ".join(part for part in (where, when) if part) + (f"; {pages}" if pages else "")
    return escape(_sentence(text[0].upper() + text[1:]))


def _is_author(publisher: str, reference: Reference) -> bool:
    return any(author.literal == publisher for author in reference.authors)


def _doi(reference: Reference) -> str:
    address = "https://doi.org/" + quote(reference.doi, safe="/:;()._-")
    return f'doi <a href="{escape(address)}">{escape(reference.doi)}</a>.' if reference.doi else ""


def _pmid(reference: Reference) -> str:
    return f"PMID {escape(reference.pmid)}." if reference.pmid else ""


def _address(reference: Reference) -> str:
    """The page's own address; anything but http and https is printed, and not a link."""
    if not _WEB_ADDRESS.fullmatch(reference.url):
        return escape(_sentence(reference.url))
    return f'<a href="{escape(quote(reference.url, safe="/:;()._-?#[]@!$&*+,=%~"))}">{escape(reference.url)}</a>.'


def _day(written: str) -> str:
    """`15 May 2022` for 2022-05-15, `May 2022` for 2022-05; anything else as written."""
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", written):
        return f"{_MONTHS[int(written[5:]) - 1]} {written[:4]}"
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _sentence(text: str) -> str:
    """The text with a stop at its end; one within closing quotes is a stop."""
    text = text.strip()
    return text if not text or text.rstrip("”’").endswith((".", "?", "!", "…")) else f"{text}."
