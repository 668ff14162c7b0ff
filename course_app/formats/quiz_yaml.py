"""quizzes/<quiz>.yaml: one quiz and its rules.

    id: side-effects                      # permanent
    title: Side effects and safety
    summary: Six questions on …           # one sentence for the start page
    required: true                        # must be passed to complete the course; left out: true
    presentation: one-per-page            # one-per-page (left out) or all-on-one-page
    pass: 70%                             # of the points, whole per cent
    time-limit:                           # e.g. 45 min; blank: untimed
    opens:                                # e.g. 2026-12-01 09:00, in the course's zone; blank: always open
    closes:                               # the same; attempts start before it; blank: never closes
    attempts: unlimited                   # unlimited (left out) or a number
    delay:                                # between attempts, e.g. 24 h; blank: none
    sections:
      - id: side-effects
        title: Side effects and safety
        minimum:                          # points needed in this section; blank: none
        slots:
          - {draw: 6, topics: [side-effects], pools: [quiz]}   # six slots; topics left out: any topic
          - {question: S01}               # a fixed question
    review:                               # what is shown after an attempt, by outcome
      passed: [score, topics, choices, key, rationales, passages]
      failed: [score, topics]             # may leave out anything to the right of what it shows; [] shows nothing

Needed: id, title, pass, sections with id, title and slots, and both lines of `review`. Times have `h`, `min` and `s`,
the greatest first, and last a year at most: `45 min`, `24 h`, `90 s`, `1 h 30 min`. Draws take from quiz and final.
`opens` and `closes` are left out where they are blank; whether their times exist is seen with course.yaml's zone.

`write_quiz` writes the same format; parse(write(x)) = x for every quiz that the parser can return.
"""

import itertools
import json
import re
from collections.abc import Iterable, Iterator

from course_app.domain.questions import POOLS
from course_app.domain.quizzes import PRESENTATIONS, SHOWN, Quiz, ReviewPolicy, Section, Slot
from course_app.domain.windows import wall_clock
from course_app.formats.problems import Problem
from course_app.formats.strict_yaml import WORDS_OR_CAPITALS, Fields, Node, read_yaml

DRAWN_POOLS = tuple(pool for pool in POOLS if pool != "self-check")
MOST_DRAWN = 500
LONGEST = 366 * 86_400
TIME = re.compile(r"(?:([0-9]{1,5}) ?h)? ?(?:([0-9]{1,5}) ?min)? ?(?:([0-9]{1,5}) ?s)?")
TO_ESCAPE = re.compile("[^ -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")


def parse_quiz(text: str, path: str) -> tuple[Quiz | None, list[Problem]]:
    """The quiz (None without an id) and all problems."""
    node, problems = read_yaml(text, path)
    if node is None:
        return None, problems
    fields = Fields(node, path, problems, "the quiz")
    quiz = Quiz(
        id=fields.ident(),
        title=fields.text("title", required=True),
        sections=_sections(fields),
        summary=fields.text("summary"),
        required=fields.flag("required", default=True),
        presentation=fields.choice("presentation", PRESENTATIONS, default=Quiz.presentation),
        pass_percent=_percent(fields, "pass"),
        time_limit=_seconds(fields, "time-limit"),
        attempts=_attempts(fields),
        delay=_seconds(fields, "delay"),
        review=_review(fields.inner("review", "the review")),
        opens=_wall_clock(fields, "opens"),
        closes=_wall_clock(fields, "closes"),
    )
    fields.done()
    return (quiz if quiz.id else None), problems


def write_quiz(quiz: Quiz) -> str:
    """The file for a quiz."""
    attempts = "unlimited" if quiz.attempts is None else str(quiz.attempts)
    lines = [
        f"id: {_plain(quiz.id)}",
        f"title: {_plain(quiz.title)}",
        f"summary: {_plain(quiz.summary)}",
        f"required: {'true' if quiz.required else 'false'}",
        f"presentation: {quiz.presentation}",
        f"pass: {quiz.pass_percent}%",
        f"time-limit: {time_text(quiz.time_limit)}",
        *(f"{name}: {one}" for name, one in (("opens", quiz.opens), ("closes", quiz.closes)) if one),
        f"attempts: {attempts}",
        f"delay: {time_text(quiz.delay)}",
        "sections:",
        *(line for section in quiz.sections for line in _section_lines(section)),
        "review:",
        f"  passed: {_flow(quiz.review.passed)}",
        f"  failed: {_flow(quiz.review.failed)}",
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def seconds_of(text: str) -> int | None:
    """A time as it is written here, in seconds; None when it is not one, or too long."""
    parts = TIME.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in parts.groups()) if parts else (0, 0, 0)
    whole = hours * 3600 + minutes * 60 + seconds
    return whole if 0 < whole <= LONGEST else None


def time_text(seconds: int | None) -> str:
    """Seconds as a time is written here; nothing for None."""
    parts = ((seconds or 0) // 3600, "h"), ((seconds or 0) % 3600 // 60, "min"), ((seconds or 0) % 60, "s")
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def _percent(fields: Fields, name: str) -> int:
    text = fields.shaped(name, "(?:100|[1-9]?[0-9]) ?%", "a whole per cent such as 70%", required=True)
    return int(text.rstrip("% ")) if text else Quiz.pass_percent


def _seconds(fields: Fields, name: str) -> int | None:
    text = fields.text(name)
    if not text:
        return None
    whole = seconds_of(text)
    if whole is None:
        fields.report(name, f"`{name}` cannot be `{text}`; it is a time such as 45 min, 24 h, 90 s or 1 h 30 min.")
        return None
    return whole


def _wall_clock(fields: Fields, name: str) -> str:
    text = fields.text(name)
    if text and not wall_clock(text):
        fields.report(name, f"`{name}` cannot be `{text}`; it is a date and a time such as 2026-12-01 09:00.")
    return wall_clock(text)


def _attempts(fields: Fields) -> int | None:
    text = fields.shaped("attempts", "unlimited|[1-9][0-9]{0,4}", "`unlimited`, or a number from 1")
    return None if text in ("", "unlimited") else int(text)


def _at_least_one(fields: Fields, name: str, most: int = 100_000) -> int | None:
    number = fields.number(name)
    if number is None or 1 <= number <= most:
        return number
    fields.report(name, f"`{name}` must be a number from 1 to {most}.")
    return None


def _sections(quiz: Fields) -> tuple[Section, ...]:
    sections: list[Section] = []
    for node in quiz.nodes("sections"):
        fields = Fields(node, quiz.path, quiz.problems, "a section")
        section = Section(
            id=fields.ident(),
            title=fields.text("title", required=True),
            slots=tuple(slot for entry in fields.nodes("slots") for slot in _slots(entry, fields)),
            minimum=_at_least_one(fields, "minimum"),
        )
        fields.done()
        if section.id and section.id in [other.id for other in sections]:
            fields.report("id", f"Two sections have the id `{section.id}`.")
        if not fields.node("slots"):
            fields.report("slots", "A section needs `slots`.")
        if section.slots and section.minimum is not None and section.minimum > len(section.slots):
            message = f"`minimum` is {section.minimum}, but the section has {len(section.slots)} slots, a point each."
            fields.report("minimum", message)
        sections.append(section)
    if not quiz.node("sections"):
        quiz.report("sections", "The quiz needs `sections`.")
    return tuple(sections)


def _slots(node: Node, section: Fields) -> list[Slot]:
    fields = Fields(node, section.path, section.problems, "a slot")
    if not isinstance(node.value, dict):
        return []
    is_fixed = "question" in node.value
    slots = [Slot(question=fields.ident("question", WORDS_OR_CAPITALS))] if is_fixed else _drawn(fields)
    fields.done()
    return slots


def _drawn(fields: Fields) -> list[Slot]:
    topics, pools = fields.texts("topics"), fields.texts("pools")
    count = _at_least_one(fields, "draw", MOST_DRAWN)
    if not fields.node("draw"):
        fields.report("", "A slot is `{question: …}`, or `{draw: 6, topics: […], pools: […]}`.")
    if not fields.node("pools"):
        fields.report("pools", "A draw needs `pools`.")
    for pool in pools:
        if pool not in DRAWN_POOLS:
            fields.report("pools", f"A draw takes from the pools {' and '.join(DRAWN_POOLS)}, not from `{pool}`.")
    return [Slot(topics=topics, pools=pools)] * (count or 0)


def _review(fields: Fields) -> ReviewPolicy:
    shown = {}
    for outcome in ("passed", "failed"):
        shown[outcome] = fields.texts(outcome)
        if fields.node(outcome) is None:
            fields.report(outcome, f"`review` needs `{outcome}`: what is shown after an attempt that {outcome}.")
        elif not shown[outcome] or shown[outcome] != SHOWN[: len(shown[outcome])]:
            fields.report(
                outcome, f"`{outcome}` is the beginning of this list, the score at least: {', '.join(SHOWN)}."
            )
    fields.done()
    return ReviewPolicy(**shown)


def _section_lines(section: Section) -> Iterator[str]:
    yield f"  - id: {_plain(section.id)}"
    yield f"    title: {_plain(section.title)}"
    yield f"    minimum: {'' if section.minimum is None else section.minimum}"
    yield "    slots:"
    for slot, equal in itertools.groupby(section.slots):
        count = len(list(equal))
        if slot.question:
            yield from [f"      - {{question: {_plain(slot.question)}}}"] * count
            continue
        topics = f"topics: {_flow(slot.topics)}, " if slot.topics else ""
        yield f"      - {{draw: {count}, {topics}pools: {_flow(slot.pools)}}}"


def _flow(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_plain, texts))}]"


def _plain(text: str) -> str:
    """The text as YAML: bare where it means itself after a key and between brackets, in quotation marks otherwise."""
    if not text:
        return ""
    node, problems = read_yaml(f"a: {text}\nb: [{text}]", "")
    if not problems and node.keys.keys() == {"a", "b"} and node.value["a"].value == text:
        listed = node.value["b"].value
        if isinstance(listed, list) and [entry.value for entry in listed] == [text]:
            return text
    return TO_ESCAPE.sub(lambda sign: f"\\U{ord(sign[0]):08x}", json.dumps(text, ensure_ascii=False))
