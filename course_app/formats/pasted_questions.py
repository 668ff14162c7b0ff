"""Questions pasted from Word or a mail, as people write them, become drafts to confirm.

    1. How long can soreness last?
       a) 6 hours
       b) 72 hours
       Answer: b
       Explanation: The article gives up to 72 hours.

    item     = start { line } { option } [ answer ] [ explanation ]
    start    = [ "Question" | "Q" ] number ( "." | ")" | ":" ) text, or any text after a blank line behind options
    option   = [ "*" ] letter ( "." | ")" ) text | "(" letter ")" text | bullet text
    bullet   = • ◦ ▪ ● ○ – - o
    answer   = ( "Answer" | "Answers" | "Correct answer" | "Key" | "Ans" ) ":" letters, words, or True or False
    reason   = ( "Explanation" | "Rationale" | "Feedback" | "Reason" ) ":" text

A key is named by the answer, else it is the option that is bold (**…** or <b>…</b>) as a whole or starred (`*b)`,
`b) text *`). Several keys make a question with several right options; the options True and False, or an answer True or
False without options, a statement. Tabs, non-breaking blanks and Word's soft line breaks count as blanks and line ends;
several options on one line are parted by tabs. A line that is none of these goes on with the text before it.
Emphasis is kept (**…**, <b>, <i>); everything else is plain words. The explanation is the reason of the right option.

Unclear, and so a problem with its line: no key, or an answer that names no option or another one than what is bold or
starred; letters with gaps; options before any question; every option bold.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape

from course_app.domain.questions import LETTERS
from course_app.formats.foreign_markup import markdown_of
from course_app.formats.foreign_text import MOST_TEXT, Unfit, text_of
from course_app.formats.intake import Draft, Intake, Item, intake_of

_BOLD_OPEN, _BOLD_CLOSE = r"(?:\*\*|<b>|<strong>)", r"(?:\*\*|</b>|</strong>)"
_START = re.compile(r"(?:(?:question|q)\s*)?([0-9]{1,3})\s*[.):]\s*(.*)", re.IGNORECASE)
_QUESTION = re.compile(r"question\s+([0-9]{1,3})\s*", re.IGNORECASE)
_OPTION = re.compile(r"([*✓✔]?)\s*(?:\(([A-Za-z])\)|([A-Za-z])[.)])([*✓✔]?)\s+(.*)")
_BULLET = re.compile(r"([*✓✔]?)\s*[•◦▪●○·–o-]\s+(.*)")
_ANSWER = re.compile(r"(?:correct\s+)?(?:answers?|ans|key)\s*(?:is|are)?\s*[:=]\s*(.*)", re.IGNORECASE)
_REASON = re.compile(r"(?:explanation|rationale|feedback|reason)\s*:\s*(.*)", re.IGNORECASE)
_WHOLE_BOLD = re.compile(rf"{_BOLD_OPEN}(.*?){_BOLD_CLOSE}", re.IGNORECASE)
_ANY_BOLD = re.compile(r"\*\*|</?(?:b|strong)>", re.IGNORECASE)
_STARRED = re.compile(r"(.*\S)\s*[*✓✔]")
_LETTER = re.compile(r"\(?([A-Za-z])[.)]?")
_BETWEEN = re.compile(r"[\s,;&/]+(?:and[\s,;&/]+)?", re.IGNORECASE)
_STYLED = re.compile(r"\*\*(?=\S)(.{1,1000}?)(?<=\S)\*\*|&lt;(/?)(b|strong|i|em)&gt;", re.IGNORECASE | re.DOTALL)
_PARTS = re.compile(r"\t(?=[*✓✔]? *(?:\([A-Za-z]\)|[A-Za-z][.)])\s)")
_TABS = re.compile(r"\t[\t ]*")
_QUOTES = "“”„‟\"'‘’"
MOST_LINE = 5_000


def parse_pasted(data: bytes | str, name: str) -> Intake:
    """Every numbered question, and every text with options, is an item."""
    empty = "There is no text here. Paste questions with their options and answers."
    return intake_of(name, lambda: map(_item, _items(text_of(data))), empty)


@dataclass
class _Choice:
    line: int
    letter: str
    text: str
    is_starred: bool


@dataclass
class _Pasted:
    """What the lines of one question say."""

    line: int
    is_numbered: bool = False
    stem: list[str] = field(default_factory=list)
    options: list[_Choice] = field(default_factory=list)
    answer: str | None = None
    answer_line: int = 0
    reason: list[str] | None = None


def _item(pasted: _Pasted) -> Item:
    return Item(pasted.line, " ".join(pasted.stem)[:60], partial(_draft, pasted))


def _items(text: str) -> Iterator[_Pasted]:
    item: _Pasted | None = None
    was_blank = True
    for number, line in _lines(text):
        if not line:
            was_blank = True
            continue
        if item is None or _begins(item, line, was_blank):
            if item is not None:
                yield item
            item = _Pasted(number)
        _read(item, number, line)
        was_blank = False
    if item is not None:
        yield item


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines; soft line breaks end a line too, and options on one line are lines of their own."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MOST_LINE:
            raise Unfit(f"This line is longer than {MOST_LINE:,} characters.", number)
        for soft in re.split("[\v\f\u2028\u2029\x85]", line.replace("\u00a0", " ").replace("\u202f", " ")):
            for part in _PARTS.split(_TABS.sub("\t", soft)):
                yield number, " ".join(part.split())


def _begins(item: _Pasted, line: str, was_blank: bool) -> bool:
    """Whether a line begins another question."""
    bare = _ANY_BOLD.sub("", line)
    if _option(item, bare) or _ANSWER.fullmatch(bare) or _REASON.fullmatch(bare):
        return False
    if _QUESTION.fullmatch(bare) or (_START.fullmatch(bare) and (item.options or item.answer is not None or was_blank)):
        return True
    return was_blank and (bool(item.options) or item.answer is not None)


def _option(item: _Pasted, bare: str) -> bool:
    return bool(item.stem or item.options) and bool(_OPTION.fullmatch(bare) or _BULLET.fullmatch(bare))


def _read(item: _Pasted, number: int, line: str) -> None:
    bare = _ANY_BOLD.sub("", line).strip()
    if answer := _ANSWER.fullmatch(bare):
        item.answer, item.answer_line = answer[1].strip(), number
    elif reason := _REASON.fullmatch(bare):
        item.reason = [reason[1]]
    elif choice := _choice(item, number, line, bare):
        item.options.append(choice)
    elif not item.stem and not item.options:
        _read_start(item, line, bare)
    else:
        _go_on(item, line)


def _read_start(item: _Pasted, line: str, bare: str) -> None:
    found = _START.fullmatch(bare)
    item.is_numbered = bool(found or _QUESTION.fullmatch(bare))
    text = _ANY_BOLD.sub("", line) if found and _is_bold(line) else line
    plain = _START.fullmatch(text.strip()) if found else None
    words = plain[2] if plain else found[2] if found else "" if item.is_numbered else text
    item.stem += [words] if words else []


def _go_on(item: _Pasted, line: str) -> None:
    if item.reason is not None:
        item.reason.append(line)
    elif item.options:
        item.options[-1].text += f"\n{line}"
    else:
        item.stem.append(line)


def _choice(item: _Pasted, number: int, line: str, bare: str) -> _Choice | None:
    """An option; what stands around its letter is no part of its text."""
    lettered = _OPTION.fullmatch(bare)
    bullet = None if lettered else _BULLET.fullmatch(bare)
    if not (lettered or bullet) or not (item.stem or item.options or item.is_numbered):
        return None
    if lettered:
        letter, text = (lettered[2] or lettered[3]).lower(), lettered[5]
        is_starred = bool(lettered[1] or lettered[4])
    else:
        letter, text, is_starred = "", bullet[2], bool(bullet[1])
    if _is_bold(line):
        is_starred = True
    else:
        text = line[line.find(text.split(" ")[0]) :] if _ANY_BOLD.search(line) and text else text
    if ended := _STARRED.fullmatch(text):
        text, is_starred = (ended[1], True) if not text.endswith("**") else (text, is_starred)
    return _Choice(number, letter, text, is_starred)


def _is_bold(line: str) -> bool:
    """Whether all of a line is bold, its letter or number apart."""
    rest = re.sub(rf"^{_BOLD_OPEN}?[*✓✔]?\s*(?:\([A-Za-z]\)|[A-Za-z0-9]{{1,3}}[.)]|[•◦▪●○·–o-])\s*", "", line)
    if rest != line and re.match(_BOLD_OPEN, line, re.IGNORECASE) and not re.match(_BOLD_OPEN, rest, re.IGNORECASE):
        rest = f"**{rest}"
    return bool(_WHOLE_BOLD.fullmatch(rest.strip())) and bool(_ANY_BOLD.sub("", rest).strip())


def _draft(item: _Pasted) -> Draft:
    draft = Draft(item.line)
    draft.stem = _markdown(item.stem)
    if not item.stem:
        raise Unfit("No question stands before this.")
    if not item.options and item.answer is not None and item.answer.strip(" .").lower() in ("true", "false"):
        _add_statement(draft, item)
    else:
        keys = _keys(item)
        for place, choice in enumerate(item.options):
            draft.add(_markdown([choice.text], inline=True), is_key=place in keys)
        draft.type = "multiple" if len(keys) > 1 else "single"
    draft.general = _markdown(item.reason or [])
    return draft


def _add_statement(draft: Draft, item: _Pasted) -> None:
    is_true = (item.answer or "").strip(" .").lower() == "true"
    draft.type = "true-false"
    draft.add("True", is_key=is_true)
    draft.add("False", is_key=not is_true)


def _keys(item: _Pasted) -> set[int]:
    """The places of the right options. Raises Unfit where that is not clear."""
    for place, choice in enumerate(item.options):
        if choice.letter and (place >= len(LETTERS) or choice.letter != LETTERS[place]):
            raise Unfit(
                f"Option {choice.letter} stands out of order: the letters run a, b, c … without gaps.", choice.line
            )
    if not item.options:
        raise Unfit("No options follow this question.")
    marked = {place for place, choice in enumerate(item.options) if choice.is_starred}
    if len(marked) == len(item.options):
        raise Unfit("Every option is bold or starred, so nothing says which is right.", item.options[0].line)
    if item.answer is None:
        if not marked:
            raise Unfit("Nothing says which option is right: write a line “Answer: b”, or make the right one bold.")
        return marked
    named = _named(item)
    if marked and marked != named:
        raise Unfit("The answer names another option than the one that is bold or starred.", item.answer_line)
    return named


def _named(item: _Pasted) -> set[int]:
    answer = (item.answer or "").strip(f" .{_QUOTES}")
    letters = [_LETTER.fullmatch(word) for word in _BETWEEN.split(answer)]
    if all(letters):
        named = {LETTERS.index(letter[1].lower()) for letter in letters}
        if max(named) < len(item.options):
            return named
    same = {place for place, one in enumerate(item.options) if _bare(one.text) == _bare(answer)}
    if not same:
        raise Unfit(f"The answer “{answer[:60]}” names none of the options.", item.answer_line)
    return same


def _bare(text: str) -> str:
    return " ".join(_ANY_BOLD.sub("", text).split()).strip(f" .{_QUOTES}").casefold()


def _markdown(lines: list[str], *, inline: bool = False) -> str:
    """Lines as Markdown: bold and italic kept, every other sign itself."""
    text = "\n".join(lines)
    if len(text) > MOST_TEXT:
        raise Unfit(f"One of its texts is longer than {MOST_TEXT:,} characters.")
    html = escape(text, quote=False)
    html = _STYLED.sub(lambda found: f"<b>{found[1]}</b>" if found[1] else f"<{found[2]}{found[3]}>", html)
    return markdown_of(html, "html" if "&" in html or "<" in html else "plain", inline=inline)
