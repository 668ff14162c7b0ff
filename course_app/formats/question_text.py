"""Question text: questions as an author types them.

    # Any title; ignored

    ## S01
    topic: side-effects | level: remember | difficulty: easy | pool: quiz | order: fixed
    claims: C46, B15 | refs: 13 | lesson: 5.2

    What upper limit does the article, citing ref 13, give for how long soreness can last?

    - [ ] 6 hours
      > Shorter than the cited window.
    - [x] 72 hours
      > Correct. The article gives up to 72 hours.

Grammar; lines end with a line feed, and blanks at either end of a text do not count:

    file      = { title | blank } { question }
    title     = "# " text                                   ignored; ends the question before it
    question  = "## " id  { blank }  fields  blank  stem  blank  options
    fields    = field { ( "|" | line end ) field }
    field     = name ":" value                              a blank value is as good as none
    stem      = text { line end text }                      blank lines part paragraphs
    options   = { option { rationale } | blank }
    option    = "- [" ( " " | "x" | number ) "] " text { line end "  " text }
    rationale = "  > " text { line end "  > " text }        "  >" alone parts paragraphs

- `id` and the entries of `claims` and `refs` are letters and digits joined by hyphens. `x` marks the key; the lines of
  an ordering are numbered 1, 2, 3 … in the right order instead. Options are lettered a, b, c … by position; each needs
  a rationale.
- Needed fields: `topic`, `level`, `difficulty`, `pool`, `claims`. Others: `refs` (13 is ref-13), `lesson`, `passage`,
  `order: fixed`, `type` (single, multiple, true-false or ordering), `credit` (all-or-nothing unless told otherwise,
  right-minus-wrong for multiple, adjacent-pairs for ordering), `trap`, `safety` (true or false), `waive` (the only one
  that may be given again), `checked-on` (2026-11-22), `tags`. Commas part the entries of `claims`, `refs` and `tags`.
- A backslash makes a sign stand for itself where it would be misread. At the start of a line's text (stem, option,
  rationale): `#`, `>`, `-`, `[`, `|`, and a backslash before one of these. In a field: `|`, `,`, `[`, `>`, `#` and
  the backslash. Anywhere else a backslash is Markdown's own.

`write_questions` is the reverse: parse(write(x)) = x for every well-formed question whose fields fit this grammar,
whose options are lettered by position and whose texts are tidy: lines without blanks at their ends; no two blank
lines running, none at all in an option; `trap`, `lesson`, `passage`, `waive`, `tags` on one line. The rest is tidied
in writing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import partial

from course_app.domain.question_faults import difficulties_of
from course_app.domain.question_types.kinds import QuestionType
from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import LETTERS, Option, Question
from course_app.formats.foreign_text import text_of
from course_app.formats.intake import Draft as Foreign
from course_app.formats.intake import Intake, Item, intake_of
from course_app.formats.problems import Problem
from course_app.formats.question_fields import Fault, read_fields, write_fields
from course_app.formats.strict_yaml import WORDS_OR_CAPITALS

_QUESTION = re.compile(r"##\s+(.*)")
_TITLE = re.compile(r"#(?:\s.*)?")
_OPTION = re.compile(r"- \[([ xX]|[0-9]{1,2})\](?:\s+(.*))?")
_LIKE_OPTION = re.compile(r"\s*-\s*\[|\s*-\s")
_RATIONALE = re.compile(r"\s*>(.*)")
_ESCAPED = re.compile(r"\\[\\#>\-\[|]")
_MISREAD = re.compile(r"\\[\\#>\-\[|]|[#>]|-\s*\[|-\s")
_BLANK = {"topic": "", "level": "", "difficulty": "", "pool": "", "claims": ()}
_OPTION_SHAPE = "An option begins at the left edge with `- [ ] `, the key with `- [x] `; `\\-` is the sign itself."


def parse_questions(text: str, path: str) -> tuple[list[Question], dict[str, int], list[Problem]]:
    """The questions without problems, the line of every question by its id (also of those left out), all problems."""
    reading = _Reading()
    for number, line in enumerate(_lines(text.removeprefix("\ufeff")), start=1):
        reading.read(number, line.rstrip())
    questions: list[Question] = []
    lines: dict[str, int] = {}
    faults = list(reading.faults)
    for draft in reading.drafts:
        question, own = _question(draft)
        if draft.id in lines:
            own.append((draft.line, f"The question `{draft.id}` stands twice, first on line {lines[draft.id]}."))
        lines.setdefault(draft.id, draft.line)
        questions += [] if own else [question]
        faults += own
    return questions, lines, sorted({Problem(path, line, 0, message) for line, message in faults})


def parse_question_text(data: bytes | str, name: str) -> Intake:
    """The same as a format of exchange: every question is an item, and one may lack fields and reasons as yet."""
    reading = _Reading()

    def find() -> list[Item]:
        for number, line in enumerate(text_of(data).split("\n"), start=1):
            reading.read(number, line.rstrip())
        return [Item(draft.line, draft.id, partial(_drafted, draft)) for draft in reading.drafts]

    intake = intake_of(name, find)
    outside = [Problem(name, line, 0, message) for line, message in reading.faults] if intake.found else []
    return replace(intake, problems=(*intake.problems, *outside))


def write_questions(questions: Iterable[Question]) -> str:
    """The questions as question text, in the order given."""
    return "\n".join(line for question in questions for line in _written(question))


@dataclass
class _OptionDraft:
    line: int
    sign: str
    text: list[str]
    rationale: list[str] = field(default_factory=list)


@dataclass
class _Draft:
    """A question as its lines tell it. `stage` says which lines are awaited: fields, stem or options."""

    id: str
    line: int
    stage: str = "fields"
    fields: list[tuple[int, str]] = field(default_factory=list)
    stem: list[str] = field(default_factory=list)
    options: list[_OptionDraft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass
class _Reading:
    """Sorts lines into drafts. Faults of a question belong to its draft; `faults` are those outside of any."""

    drafts: list[_Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    draft: _Draft | None = None

    def read(self, number: int, line: str) -> None:
        if line.startswith("#"):
            self._heading(number, line)
        elif self.draft is None:
            if line.strip():
                self.faults.append((number, "This text belongs to no question; a question begins with `## ID`."))
        elif not line.strip():
            self._blank(self.draft)
        elif option := _OPTION.fullmatch(line):
            self.draft.stage = "options"
            self.draft.options.append(_OptionDraft(number, option[1].lower(), [_plain(option[2] or "")]))
        else:
            message = {"fields": _field_line, "stem": _stem_line, "options": _option_line}[self.draft.stage](
                self.draft, number, line
            )
            self.draft.faults += [(number, message)] if message else []

    def _heading(self, number: int, line: str) -> None:
        if found := _QUESTION.fullmatch(line):
            self.draft = _Draft(found[1].strip(), number)
            self.drafts.append(self.draft)
        elif _TITLE.fullmatch(line):
            self.draft = None
        else:
            message = "A line with `#` begins a question (`## ID`) or is a title (`# …`); `\\#` is the sign itself."
            (self.draft or self).faults.append((number, message))

    def _blank(self, draft: _Draft) -> None:
        if draft.stage == "fields" and draft.fields:
            draft.stage = "stem"
        elif draft.stage == "stem":
            draft.stem.append("")


def _field_line(draft: _Draft, number: int, line: str) -> str:
    draft.fields.append((number, line))
    return ""


def _stem_line(draft: _Draft, _number: int, line: str) -> str:
    if _LIKE_OPTION.match(line):
        return _OPTION_SHAPE
    if _RATIONALE.match(line):
        return "A rationale stands below its option; `\\>` is the sign itself."
    draft.stem.append(_plain(line))
    return ""


def _option_line(draft: _Draft, _number: int, line: str) -> str:
    option = draft.options[-1]
    if found := _RATIONALE.match(line):
        option.rationale.append(_plain(found[1]))
    elif _LIKE_OPTION.match(line):
        return _OPTION_SHAPE
    elif not line[0].isspace():
        return "This text belongs to no option: an option goes on after two blanks, a rationale after `  > `."
    elif option.rationale:
        return "Each line of a rationale begins with `  > `."
    else:
        option.text.append(_plain(line))
    return ""


def _drafted(draft: _Draft) -> Foreign:
    """A question of a file of exchange, which may lack something."""
    question, faults = _question(draft, may_lack=True)
    found = Foreign(draft.line, draft.id, draft.id, draft.id, question.stem, list(question.options), question.type)
    found.fields = {one.name: getattr(question, one.name) for one in fields(Question) if one.name not in vars(found)}
    found.faults = list(dict.fromkeys(faults))
    return found


def _question(draft: _Draft, *, may_lack: bool = False) -> tuple[Question, list[Fault]]:
    """The question with what is wrong in it; blank where its draft is."""
    values, faults = read_fields(draft.fields, draft.line, may_lack=may_lack)
    faults += draft.faults
    if not re.fullmatch(WORDS_OR_CAPITALS, draft.id):
        faults.append((draft.line, f"`{draft.id}` is not an id: letters and digits, joined by hyphens follow `##`."))
    options = tuple(_option(place, option) for place, option in enumerate(draft.options))
    for option, given in zip(options, draft.options, strict=True):
        faults += [] if option.text else [(given.line, f"Option {option.letter} is empty.")]
        faults += [] if option.rationale or may_lack else [(given.line, f"Option {option.letter} has no rationale.")]
    question = Question(id=draft.id, stem=_tidy(draft.stem), options=options, **{**_BLANK, **values})
    faults += _signs(draft, type_of(question))
    named = tuple(replace(o, text=o.text or f"({o.letter})", rationale="…") for o in options)
    faults += [(draft.line, sentence) for sentence in difficulties_of(replace(question, options=named))]
    return question, faults


def _signs(draft: _Draft, kind: QuestionType) -> Iterator[Fault]:
    """Where the brackets of an option hold what the type does not."""
    for place, option in enumerate(draft.options):
        if option.sign != kind.sign(place, option.sign != " "):
            yield option.line, kind.sign_advice


def _option(place: int, draft: _OptionDraft) -> Option:
    letter = LETTERS[min(place, len(LETTERS) - 1)]
    text = "\n".join(line for line in draft.text if line)
    return Option(letter, text, _tidy(draft.rationale), draft.sign != " ")


def _written(question: Question) -> Iterator[str]:
    yield f"## {question.id}"
    yield from write_fields(question) or ["topic:"]
    yield ""
    yield from (_guarded(line) for line in _tidy(_lines(question.stem)).split("\n"))
    yield ""
    for place, option in enumerate(question.options):
        texts = [_guarded(line.strip()) for line in _lines(option.text) if line.strip()] or [""]
        yield f"- [{type_of(question).sign(place, option.is_key)}] {texts[0]}"
        yield from (f"  {line}" for line in texts[1:])
        yield from (f"  > {_guarded(line)}".rstrip() for line in _tidy(_lines(option.rationale)).split("\n"))
    yield ""


def _lines(text: str) -> list[str]:
    """The lines of a text, whatever ends them. Not `splitlines`, which also breaks at signs that editors show."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _tidy(lines: Iterable[str]) -> str:
    """The lines stripped and joined; blank lines part paragraphs, one at a time."""
    paragraphs = re.split(r"\n{2,}", "\n".join(line.strip() for line in lines).strip("\n"))
    return "\n\n".join(paragraphs)


def _plain(written: str) -> str:
    """A line's text without the backslash that keeps its first sign from being misread."""
    written = written.strip()
    return written[1:] if _ESCAPED.match(written) else written


def _guarded(line: str) -> str:
    return f"\\{line}" if _MISREAD.match(line) else line
