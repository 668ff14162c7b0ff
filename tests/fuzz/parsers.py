"""Feed the parsers of question formats with what nobody would write: `python -m tests.fuzz.parsers --seconds 20`.

Valid samples are mutated (signs of the format put in, pieces cut, doubled, moved, repeated a thousand times, bytes
changed), and random bytes are given too. A parse must raise nothing, account for every item that it found exactly once,
and give only questions that can be graded and written again. The first fault ends the run with exit code 1; the input
that caused it is printed and can be had again by --seed. --format takes one format alone. How long the longest parse
took is told, and ends the command with exit code 1 when it was more than 2 seconds.
"""

import argparse
import copy
import random
import sys
import time
from base64 import b64encode
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from lxml import etree

from course_app.domain.question_faults import faults_of
from course_app.formats.aiken import parse_aiken, write_aiken
from course_app.formats.gift import parse_gift
from course_app.formats.gift_writing import write_gift
from course_app.formats.intake import Intake
from course_app.formats.moodle_xml import parse_moodle_xml
from course_app.formats.moodle_xml_writing import write_moodle_xml
from course_app.formats.pasted_questions import parse_pasted
from course_app.formats.qti import parse_qti
from course_app.formats.qti_package import parse_qti_package
from course_app.formats.question_csv import parse_question_csv, write_question_csv
from course_app.formats.question_text import parse_question_text
from tests.formats import samples
from tests.formats.pictures import a_file

MOST_SECONDS = 2.0
TEXT = """## S1
topic: tea | level: apply | difficulty: easy | pool: quiz | order: fixed
claims: C1, C2 | refs: 13

How *warm*?

- [x] Warm
  > Right.
- [ ] Cold

## S2
topic: | type: ordering

Put in order.

- [1] One
- [2] Two
- [3] Three
"""
PICTURE = f"<file name='a.png' path='/' encoding='base64'>{b64encode(a_file()).decode()}</file>"
FORMATS: dict[str, tuple[Callable[[bytes, str], Intake], bytes, tuple[str, ...]]] = {
    "text": (
        parse_question_text,
        TEXT.encode(),
        ("## ", "# ", "- [x] ", "- [ ] ", "  > ", "topic: ", " | ", "\\", "\n\n"),
    ),
    "gift": (
        parse_gift,
        samples.GIFT.encode(),
        (
            "{",
            "}",
            "=",
            "~",
            "#",
            "####",
            "\\",
            "::",
            "%50%",
            "->",
            "\n\n",
            "[html]",
            "//",
            "T#",
            "<b>",
            "*",
            "_",
            "&amp;",
        ),
    ),
    "aiken": (parse_aiken, samples.AIKEN.encode(), ("A. ", "B) ", "ANSWER: ", "ANSWER: Z", "\n\n", "*", "\\", "True")),
    "moodle-xml": (
        parse_moodle_xml,
        samples.MOODLE.encode(),
        (
            "<text>",
            "</text>",
            "<answer fraction='50'>",
            "<![CDATA[",
            "]]>",
            "&lt;p&gt;",
            "&#0;",
            "&x;",
            "<!DOCTYPE a>",
            "*_",
            PICTURE,
            "<![CDATA[<img src='@@PLUGINFILE@@/a.png' alt='x'>]]>",
        ),
    ),
    "csv": (
        parse_question_csv,
        samples.CSV.encode(),
        ('"', ";", ",", "\t", "\r\n", "'=", "option c", "right", "\x00", "*"),
    ),
    "qti": (
        parse_qti,
        samples.QTI.encode(),
        (
            "<not>",
            "</not>",
            "<item>",
            "<or>",
            "<setvar>",
            "&lt;b&gt;",
            "&lt;img&gt;",
            "<mattext>",
            "<response_lid>",
            "</item>",
        ),
    ),
    "qti-package": (parse_qti_package, samples.PACKAGE, ("PK\x03\x04", "PK\x01\x02", "../", "\x00", "<item>")),
    "pasted": (
        parse_pasted,
        samples.PASTED.encode(),
        (
            "1. ",
            "a) ",
            "(b) ",
            "Answer: ",
            "**",
            "<b>",
            "</b>",
            "* ",
            "\t",
            "\n\n",
            "• ",
            "Explanation: ",
            "\x0b",
            "a) *",
        ),
    ),
}
WRITERS = (write_gift, write_moodle_xml, write_question_csv, write_aiken)


@dataclass
class Tally:
    """What a run has seen: parses, items found, items taken, the longest parse in seconds."""

    parses: int = 0
    found: int = 0
    taken: int = 0
    longest: float = 0.0


def mutated(chance: random.Random, name: str, sample: bytes, signs: tuple[str, ...]) -> bytes:
    """A sample after some mutations; of a package half the times what is in it is mutated, and packed again."""
    if chance.random() < 0.05:
        return chance.randbytes(chance.randrange(400))
    if name == "qti-package" and chance.random() < 0.5:
        inner = mutated(chance, "qti", samples.QTI.encode(), FORMATS["qti"][2])
        return samples.zipped({"imsmanifest.xml": samples.MANIFEST, "i1/i1.xml": inner})
    if name in ("qti", "moodle-xml") and chance.random() < 0.7:
        return _grown(chance, sample, signs)
    data = bytearray(sample)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        chance.choice(MUTATIONS)(chance, data, signs)
    return bytes(data)


def _grown(chance: random.Random, sample: bytes, signs: tuple[str, ...]) -> bytes:
    """XML that stays well formed: elements taken out, doubled or moved, texts and attributes changed."""
    root = etree.fromstring(sample)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        one, other = chance.choice(elements), chance.choice(elements)
        what = chance.randrange(5)
        if what == 0 and one.getparent() is not None:
            one.getparent().remove(one)
        elif what == 1:
            other.append(copy.deepcopy(one))
        elif what == 2:
            one.text = chance.choice((other.text, "", *signs, "".join(chance.choices(signs, k=300))))
        elif what == 3 and other.attrib:
            one.set(*chance.choice(sorted(other.attrib.items())))
        else:
            one.tag = other.tag
    return etree.tostring(root)


def _sign(chance: random.Random, data: bytearray, signs: tuple[str, ...]) -> None:
    place = chance.randrange(len(data) + 1)
    data[place:place] = chance.choice(signs).encode()


def _many_signs(chance: random.Random, data: bytearray, signs: tuple[str, ...]) -> None:
    place = chance.randrange(len(data) + 1)
    words = "".join(chance.choices(signs, k=chance.choice((1, 2)))) + chance.choice(("", " ", "a"))
    data[place:place] = words.encode() * chance.choice((20, 200, 1000))


def _byte(chance: random.Random, data: bytearray, _signs: tuple[str, ...]) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(chance: random.Random, data: bytearray, _signs: tuple[str, ...]) -> None:
    start = chance.randrange(len(data) + 1)
    del data[start : start + chance.choice((1, 10, 100, 10_000))]


def _double(chance: random.Random, data: bytearray, _signs: tuple[str, ...]) -> None:
    start, place = chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)
    data[place:place] = data[start : start + chance.choice((5, 50, 500))] * chance.choice((1, 2, 20))


def _line(chance: random.Random, data: bytearray, _signs: tuple[str, ...]) -> None:
    lines = bytes(data).split(b"\n")
    lines.insert(chance.randrange(len(lines) + 1), lines.pop(chance.randrange(len(lines))))
    data[:] = b"\n".join(lines)


MUTATIONS = (_sign, _sign, _many_signs, _byte, _cut, _double, _line)


def check(parse: Callable[[bytes, str], Intake], data: bytes, tally: Tally) -> None:
    """Raise AssertionError when a parser did what it must not."""
    start = time.thread_time()
    intake = parse(data, "fuzzed")
    seconds = time.thread_time() - start
    numbers = sorted([one.number for one in (*intake.taken, *intake.rejected)])
    assert numbers == list(range(1, intake.found + 1)), "not every item is accounted for once"
    assert intake.found or intake.problems, "nothing found, and nothing said"
    reasons = [problem.message for one in intake.rejected for problem in one.problems]
    assert all(one.problems for one in intake.rejected), "rejected without a reason"
    assert all(reason.strip() for reason in reasons), "an empty reason"
    questions = [one.question for one in intake.taken]
    faults = [fault.place for question in questions for fault in faults_of(question)]
    assert all(place.startswith("reason-") for place in faults), f"taken, but not gradable: {faults}"
    for write in WRITERS:
        write(questions)
    tally.parses += 1
    tally.found += intake.found
    tally.taken += len(intake.taken)
    tally.longest = max(tally.longest, seconds)


def fuzz(name: str, seconds: float, seed: int) -> Tally:
    """Mutate and parse one format for some seconds. Raises what `check` or the parser raises."""
    parse, sample, signs = FORMATS[name]
    tally, chance = Tally(), random.Random(f"{name} {seed}")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutated(chance, name, sample, signs)
        with ExitStack() as at_a_fault:
            at_a_fault.callback(tell, name, seed, tally.parses + 1, data)
            check(parse, data, tally)
            at_a_fault.pop_all()
    return tally


def tell(name: str, seed: int, parse: int, data: bytes | str) -> None:
    """Show what a parser stumbled over."""
    print(f"{name}, seed {seed}, parse {parse}: {data!r}"[:20_000], file=sys.stderr)


def main() -> None:
    """Fuzz all formats, or one, and print a line for each."""
    parser = argparse.ArgumentParser(description="Feed the parsers of question formats with strange input.")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--format", choices=FORMATS)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    given = parser.parse_args()
    names = [given.format] if given.format else list(FORMATS)
    for name in names:
        tally = fuzz(name, given.seconds / len(names), given.seed)
        print(
            f"{name}: {tally.parses:,} parses, {tally.found:,} items found, {tally.taken:,} taken, "
            f"longest {tally.longest:.2f} s, seed {given.seed}",
            flush=True,
        )
        if tally.longest > MOST_SECONDS:
            sys.exit(f"{name}: a parse may take {MOST_SECONDS:.0f} s.")


if __name__ == "__main__":
    main()
