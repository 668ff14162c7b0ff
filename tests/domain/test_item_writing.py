"""Every rule of item writing: an item that it finds, and one that comes near and is passed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.evidence import Claim, Reference, Source
from course_app.domain.item_findings import Pilot, Surroundings
from course_app.domain.item_writing import BANK_RULES, IDS, RULES, judge
from course_app.domain.questions import Option, Question
from course_app.domain.quizzes import Quiz, Section, Slot
from course_app.domain.source_runs import source_runs

STEM = "A patient asks how long a bruise after needling lasts. Which answer fits what ref 1 reports?"
OPTIONS = ("*A week or so in most", "A night or so in most", "A month or so in most", "A season or so in most")
REASONS = (
    "Correct. The review found that bruises faded within about one week.",
    "Too short: in the review few bruises had faded after a single night.",
    "Too long: in the review hardly any bruise was seen after a month.",
    "Far too long: no bruise in the review lasted into the next season.",
)


def item(stem=STEM, options=OPTIONS, reasons=REASONS, **fields):
    """An item; a star marks the key."""
    made = tuple(
        Option("abcdefghijklm"[place], text.removeprefix("*"), reason, text.startswith("*"))
        for place, (text, reason) in enumerate(zip(options, reasons, strict=False))
    )
    about = {"topic": "bruises", "level": "apply", "difficulty": "easy", "pool": "quiz", "lesson": "1.1"}
    return Question(**{"id": "Q1", "claims": ("C1",), **about, **fields}, stem=stem, options=made)


def reason(place, text):
    """The rationales with one of them changed."""
    return (*REASONS[:place], text, *REASONS[place + 1 :])


def claim(ident, *references, origin="article", fit="ok", strength="flat", gap=""):
    return Claim(ident, origin, ident, fit, strength, gap=gap, sources=tuple(Source(r, "ok", "") for r in references))


AROUND = Surroundings(
    policy="strict",
    claims={
        one.id: one
        for one in (
            claim("C1", "ref-1"),
            claim("C2", fit="none"),
            claim("C3", "ref-2", fit="web", strength="may"),
            claim("C4", "ref-12", fit="unseen"),
            claim("B1", "extra", origin="beyond"),
        )
    },
    references={
        name: Reference(name, label, name, "report", name)
        for name, label in (("ref-1", "review"), ("ref-2", "web"), ("ref-12", "not-located"), ("extra", "beyond"))
    },
    article=source_runs("Whilst a bruise may fade within a week or two, it can in some be tender for longer (3)."),
    today="2026-11-22",
)
UNATTRIBUTED = "A patient asks about the bruise that follows needling. What does it do afterwards?"
DOES = ("*It fades in a week", "It grows in a week", "It itches in a week", "It spreads in a week")
CLAIM_1 = {"claims": ("C1",)}
BEYOND = (*REASONS[:3], "Far too long (beyond the article): no bruise lasted into the next season.")
MISSING = reason(1, "Too short (beyond the article); the source record of ref 12 was not located.")

CASES = [
    ("L01", {"options": OPTIONS[:3]}, {}),
    ("L01", {"options": (*OPTIONS[:3], "*A season or so in most")}, {"type": "multiple", "options": OPTIONS}),
    ("L01", {"options": ("*One", "Two", "Three", "two ")}, {"options": ("*One", "Two", "Three", "Two more")}),
    ("L02", {"options": (*OPTIONS[:3], "All of the durations")}, {"options": (*OPTIONS[:3], "All of it or so")}),
    ("L02", {"options": (*OPTIONS[:3], "Both A and B")}, {"options": (*OPTIONS[:3], "Vitamins D and E")}),
    ("L03", {"stem": f"{STEM[:-1]} that is not brief?"}, {"stem": f"{STEM[:-1]} of at least one trial?"}),
    (
        "L03",
        {"stem": "Which length does ref 1 except from its list of bruises?"},
        {"stem": f"“It is not blue.” {STEM}"},
    ),
    (
        "L04",
        {"options": ("*A week or so in most of them", *OPTIONS[1:])},
        {"options": ("*A fortnight in most", *OPTIONS[1:])},
    ),
    (
        "L05",
        {"options": (*OPTIONS[:3], "A season or so, until the leaves have come down")},
        {"options": ("*Yes", "No", "Sometimes so", "Never so")},
    ),
    ("L06", {"options": (*OPTIONS[:3], "A season in every case")}, {"options": (*OPTIONS[:3], "A season in everyone")}),
    (
        "L07",
        {
            "options": (
                "*Perhaps it may be a week",
                "It is about a night",
                "It is about a month",
                "It is about a season",
            )
        },
        {"options": ("*It may be about a week", "It is likely a night", "It is about a month", "It is about a season")},
    ),
    (
        "L08",
        {"stem": "What ref 1 reports on how long a bruise lasts is that it takes:"},
        {"stem": "Ref 1 was asked: “How long does a bruise after needling last?”"},
    ),
    (
        "L09",
        {"options": ("*A bruise of a week", *OPTIONS[1:])},
        {"options": ("*A bruise of a week", "A bruise of a night", *OPTIONS[2:])},
    ),
    (
        "L10",
        {
            "options": (
                "*Yellow swelling, brief tenderness",
                "Yellow swelling, late fever",
                "Sudden numbness, brief tenderness",
                "Lasting weakness, cold hands",
            )
        },
        {
            "options": (
                "*Yellow swelling, brief tenderness",
                "Yellow swelling, brief numbness",
                "Sudden numbness, brief tenderness",
                "Lasting weakness, cold hands",
            )
        },
    ),
    ("L11", {"options": (*OPTIONS[:3], "A season or so in most.")}, {"options": tuple(f"{text}." for text in OPTIONS)}),
    (
        "L11",
        {"options": (*OPTIONS[:3], "a season or so in most")},
        {"options": ("*A week or so", "A night or so", "“A month” or so", "A season or so")},
    ),
    (
        "L11",
        {"options": (*OPTIONS[:3], "Waiting for a season or so")},
        {"options": ("*Bleeding of a week", "Fever of a week", "Pallor of a week", "Ache of a week")},
    ),
    (
        "L12",
        {"options": ("*72 hours", "2 days", "1 week", "2 weeks"), "fixed_order": True},
        {"options": ("6 hours", "2 days", "*1 week", "2 weeks"), "fixed_order": True},
    ),
    (
        "L12",
        {"options": ("6 hours", "*2 days", "1 week", "2 weeks")},
        {"options": ("One with a bruise", "*One with an ache", "One with a fever", "One with a cough")},
    ),
    (
        "L12",
        {"options": ("2 to 5", "*5 to 9", "10 to 20", "21 to 30"), "fixed_order": True},
        {"options": ("2 to 4", "*5 to 9", "10 to 20", "21 to 30"), "fixed_order": True},
    ),
    (
        "L12",
        {"options": ("2 days", "*3 weeks", "4 sessions", "5 months"), "fixed_order": True},
        {"options": ("2 of ten", "*3 of ten", "4 of ten", "5 of ten"), "fixed_order": True},
    ),
    (
        "L13",
        {"options": ("*For about a week", "For about a night", "For about a month", "For about a season")},
        {"options": ("*For about a week", "For about a night", "For about a month", "For as long as a season")},
    ),
    (
        "L14",
        {"stem": "How long does ref 1 say it lasts?"[:24] + "?"},
        {"stem": "How long do bruises last, as ref 1 reports?"},
    ),
    ("L14", {"stem": f"Is it long? {STEM}"}, {"stem": f"“Is it long?” {STEM}"}),
    ("L14", {"stem": f"A bruise lasts ____ days. {STEM}"}, {"stem": f"{'In one clinic of the town ' * 8}, {STEM}"}),
    (
        "L15",
        {"stem": "What follows needling is a bruise in some. Is a week long according to ref 1?"},
        {"stem": "A bruise follows in some. After how many days is it gone, according to ref 1?"},
    ),
    (
        "L16",
        {"stem": "Which of the following does ref 1 report on how long bruises last?"},
        {"stem": "Which of these four lengths does ref 1 report for a bruise?"},
    ),
    (
        "L17",
        {"reasons": reason(1, "Too short by far.")},
        {"reasons": reason(1, "Too short, as ref 1 saw more after it.")},
    ),
    (
        "L17",
        {"reasons": reason(0, REASONS[1].replace("Too short", "Right"))},
        {"reasons": reason(0, f"*Correct.* {REASONS[1]}")},
    ),
    ("L17", {"reasons": reason(2, f"Correct. {REASONS[2]}")}, {"reasons": reason(2, f"{REASONS[2]} Correct it.")}),
    ("L17", {"reasons": reason(2, REASONS[1])}, {"reasons": reason(2, f"{REASONS[1]} Look again.")}),
    ("L18", {"claims": ("C1", "C99")}, {"claims": ("C1", "C4")}),
    ("L18", {"claims": ("C1", "B1")}, {"claims": ("C1", "B1"), "reasons": BEYOND}),
    ("L19", {"references": ("ref-1", "ref-2")}, {"references": ("ref-1", "ref-2"), "claims": ("C1", "C3")}),
    (
        "L20",
        {"reasons": reason(0, "Correct. The review found a permanent end of the bruise by then.")},
        {"reasons": reason(1, "No review found a permanent end of the bruise by that night.")},
    ),
    (
        "L21",
        {"claims": ("C3",), "stem": UNATTRIBUTED, "options": ("*It eases in a week", *DOES[1:])},
        {"claims": ("C3",), "stem": UNATTRIBUTED, "options": ("*It may ease in a week", *DOES[1:])},
    ),
    (
        "L22",
        {"reasons": reason(2, "A bruise may fade within a week, which is less than a month.")},
        {"reasons": reason(2, "A bruise may fade in a week, which is less than a month.")},
    ),
    (
        "L23",
        {"claims": ("C2",), "stem": UNATTRIBUTED, "options": DOES},
        {"claims": ("C2",), "stem": UNATTRIBUTED, "options": DOES, "trap": "hearsay"},
    ),
    ("L26", {"claims": ("C3",), "stem": UNATTRIBUTED, "options": DOES}, {"claims": ("C3",), "options": DOES}),
    (
        "L27",
        {"claims": ("C4", "B1"), "references": ("ref-12",), "reasons": BEYOND},
        {"claims": ("C4", "B1"), "references": ("ref-12",), "reasons": MISSING},
    ),
    (
        "L27",
        {"claims": ("C4",), "references": ("ref-12",), "reasons": MISSING},
        {"claims": ("C4", "B1"), "reasons": BEYOND},
    ),
    ("L28", {"lesson": ""}, {"lesson": "how-long-bruises-last"}),
    (
        "L30",
        {"stem": f"Remember the previous question. {STEM}"},
        {"stem": f"In a previous session it was blue. {STEM}"},
    ),
    (
        "L31",
        {"options": (*OPTIONS[:3], "A season; then no more")},
        {"options": (*OPTIONS[:3], "A season, then no more")},
    ),
    (
        "L31",
        {"options": (*OPTIONS[:3], "A season, because it is deep")},
        {"options": (*OPTIONS[:3], "A season, cause unknown")},
    ),
    (
        "L31",
        {"options": (*OPTIONS[:3], "It is deep and it will stay")},
        {"options": (*OPTIONS[:3], "It is deep and here to stay")},
    ),
    ("L31", {"options": (*OPTIONS[:3], "a " * 19)}, {"options": (*OPTIONS[:3], "a " * 18)}),
    (
        "L32",
        {"reasons": reason(1, f"{REASONS[1]} It favored others.")},
        {"reasons": reason(1, f"{REASONS[1]} It favoured others.")},
    ),
    (
        "L33",
        {"stem": STEM.replace("A patient asks", "A patient asks about her arm and")},
        {"stem": STEM.replace("A patient", "The patient’s other clinician")},
    ),
    ("L33", {"stem": f"A runner called Anna has one. {STEM}"}, {"stem": f"The lane called emergency is open. {STEM}"}),
    (
        "L33",
        {"stem": STEM.replace("A patient", "A Polish patient")},
        {"stem": STEM.replace("A patient", "A polished patient")},
    ),
    (
        "L34",
        {"options": ("*7 days or so in most", *OPTIONS[1:])},
        {"options": ("*7 days or so in most", "1 night or so in most", *OPTIONS[2:])},
    ),
    (
        "L34",
        {"options": ("*A week or so in ref 1", *OPTIONS[1:])},
        {"options": ("*A week or so in ref 1", "A night or so in ref 1", *OPTIONS[2:])},
    ),
    (
        "L36",
        {"reasons": reason(1, "Too short, as the HCPC would have every registrant know well.")},
        {"reasons": reason(1, "Too short, as a nice regulator would have every registrant know.")},
    ),
    (
        "L36",
        {
            "reasons": reason(1, "Too short, as the HCPC would have every registrant know well."),
            "checked_on": "2025-11-01",
        },
        {
            "reasons": reason(1, "Too short, as the HCPC would have every registrant know well."),
            "checked_on": "2025-12-01",
        },
    ),
]


def rules_found(question, around=AROUND):
    return {finding.rule for finding in judge([question], around)}


def test_the_item_from_which_the_others_are_made_is_sound():
    assert judge([item()], AROUND) == []


@pytest.mark.parametrize(("rule", "finds", "passes"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)])
def test_each_rule_finds_one_item_and_passes_its_neighbour(rule, finds, passes):
    assert rule in rules_found(item(**finds))
    assert rule not in rules_found(item(**passes))


def bank(count=44, letters="abcd", **changes):
    """Items that differ in every word; the key goes round."""
    made = []
    for number in range(count):
        own = [f"w{number}x{word}" for word in range(8)]
        texts = [f"{own[place]} {'o' * 8}" for place in range(4)]
        place = "abcd".index(letters[number % len(letters)])
        texts[place] = f"*{texts[place]}"
        reasons = [f"{'Correct. ' if p == place else ''}{' '.join(own)} {p}" for p in range(4)]
        made.append(item(f"{' '.join(own)} which?", texts, reasons, id=f"Q{number}", **changes))
    return made


def told(questions, around=AROUND):
    """Findings of the rules on banks: rule and item."""
    bank_rules = {rule.id for rule in BANK_RULES}
    return [(one.rule, one.question) for one in judge(questions, around) if one.rule in bank_rules]


def test_l24_two_items_much_alike():
    other = item(STEM.replace("a bruise", "the mark"), id="Q2")
    assert [(f.rule, f.level, f.question) for f in judge([item(), other], AROUND)] == [("L24", "error", "Q2")]
    distant = replace(other, stem="How long, if ref 1 is right, will a bruise after needling be seen?")
    assert told([item(), distant]) == []


def test_l25_the_places_of_the_keys():
    assert told(bank()) == []
    assert told(bank(letters="aaabbbcccddd")) == []
    assert ("L25", "Q3") in told(bank(letters="aaaabbbbccccdddd"))
    assert told(bank(letters="ab")) == [("L25", "")] * 4
    assert told(bank(count=39, letters="a")) == []
    long = [
        replace(q, options=tuple(replace(o, text=f"{o.text} o") if o.is_key else o for o in q.options)) for q in bank()
    ]
    assert told(long[:15] + bank()[15:]) == []
    assert told(long[:16] + bank()[16:]) == [("L25", "")]


def test_l25_self_checks_are_counted_by_themselves():
    assert told(bank(count=20, letters="a", pool="self-check") + bank()[20:]) == []


def test_l29_enough_to_draw_from():
    slots = (Slot(topics=("bruises",), pools=("quiz",)),) * 22
    quiz = Quiz("bruises", "Bruises", (Section("all", "All", slots),))
    assert told(bank(), replace(AROUND, quizzes=(quiz,))) == []
    assert told(bank(43), replace(AROUND, quizzes=(quiz,))) == [("L29", "")]
    assert told(bank(), replace(AROUND, quizzes=(replace(quiz, id="final"),))) == [("L29", "")]


def test_l29_a_whole_course_asks_about_every_claim_and_about_none_too_often():
    spread = [replace(question, claims=(f"C{n % 5 + 1}",)) for n, question in enumerate(bank(45))]
    claims = {f"C{n}": claim(f"C{n}", "ref-1") for n in range(1, 6)}
    whole = replace(AROUND, claims=claims, is_complete=True)
    assert told(spread, whole) == []
    assert told([*spread[:-1], replace(spread[-1], claims=("C1",))], whole) == [("L29", "")]
    untested = replace(whole, claims={**claims, "C6": claim("C6", "ref-1")})
    assert told(spread, untested) == [("L29", "")]
    assert told(spread, replace(untested, is_complete=False)) == []
    assert told(spread, replace(whole, claims={**claims, "C6": claim("C6", gap="promotion")})) == []


def test_l35_what_a_pilot_shows():
    fair = Pilot(100, 60, {"a": 60, "b": 20, "c": 15, "d": 5}, 0.3)
    assert told([item()], replace(AROUND, pilots={"Q1": fair})) == []
    for odd in (
        replace(fair, chosen={"a": 61, "b": 20, "c": 15, "d": 4}),
        replace(fair, right=91),
        replace(fair, right=29),
        replace(fair, discrimination=0.19),
    ):
        assert told([item()], replace(AROUND, pilots={"Q1": odd})) == [("L35", "Q1")]
        assert told([item()], replace(AROUND, pilots={"Q1": replace(odd, answers=49)})) == []


def test_every_rule_is_in_the_catalogue_and_has_a_case():
    assert {f"L{number:02}" for number in range(1, 37)} == IDS
    assert {rule.id for rule in RULES} == {case[0] for case in CASES}


def test_absolutes_in_several_distractors_are_an_error_and_five_words_of_the_article_a_warning():
    options = (*OPTIONS[:2], "A month in every case", "A season in all cases")
    assert {f.level for f in judge([item(options=options)], AROUND) if f.rule == "L06"} == {"error"}
    copied = item(reasons=reason(2, "Too long, as it can in some be gone after a few days."))
    assert [(f.rule, f.level) for f in judge([copied], AROUND)] == [("L22", "warning")]


def test_a_plain_course_has_errors_for_what_cannot_be_graded_only():
    plain = replace(AROUND, policy="plain")
    odd = item("A bruise lasts:", ("*A week in every single one of us", "A night in all", "Never"), ("Yes.",) * 3)
    assert {(f.rule, f.level) for f in judge([odd], plain)} == {
        ("L04", "warning"),
        ("L05", "note"),
        ("L06", "note"),
        ("L11", "note"),
    }
    without_key = item(options=[text.removeprefix("*") for text in OPTIONS])
    assert [(f.rule, f.level) for f in judge([without_key], plain)] == [("L01", "error")]


def test_a_question_with_several_keys_is_spared_the_rules_on_the_one_key():
    several = item(type="multiple", options=("*A week or so, give or take", *OPTIONS[1:]))
    assert "L04" in rules_found(replace(several, type="single"))
    assert rules_found(several) == set()


def test_a_waiver_silences_its_rule_alone_and_is_told():
    options = (*OPTIONS[:3], "A season in every case.")
    found = judge([item(options=options, waivers=("L06 the colleague says so",))], AROUND)
    assert [(f.rule, f.waived) for f in found] == [("L06", "the colleague says so"), ("L11", "")]


@pytest.mark.parametrize(
    ("waiver", "says"),
    [
        ("L04 it is short", "`waive: L04` silences nothing."),
        ("L04", "`waive: L04` is no waiver: it names a rule (L01 to L36) and a reason."),
        ("L37 no such rule", "`waive: L37 no such rule` is no waiver: it names a rule (L01 to L36) and a reason."),
    ],
)
def test_a_waiver_that_does_nothing_is_a_warning(waiver, says):
    assert [(f.rule, f.level, f.reason) for f in judge([item(waivers=(waiver,))], AROUND)] == [
        ("waive", "warning", says)
    ]


TEXTS = st.text(max_size=30) | st.sampled_from(["", "*", "?", "1 to", "all of the", "“", "A\n\nB"])


@given(TEXTS, st.lists(st.tuples(TEXTS, st.booleans()), max_size=6), st.sampled_from(["single", "multiple"]), TEXTS)
def test_no_text_is_too_odd_to_be_judged(stem, options, kind, waiver):
    made = tuple(Option("abcdef"[n], text, text, is_key) for n, (text, is_key) in enumerate(options))
    odd = replace(item(), stem=stem, options=made, type=kind, waivers=(waiver,))
    for finding in judge([odd, item(id="Q2")], AROUND):
        assert finding.reason
        assert finding.advice
