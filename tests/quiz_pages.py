"""The pages of quizzes for the registry in tests/pages.py: before, during and after an attempt, in each state."""

from typing import Any

from tests import acts
from tests.acts import DEMO, SMALL
from tests.showing import Page, real, refused

FINAL, SITTING, PRACTICE = (f"/learn/{SMALL}/quizzes/{quiz}" for quiz in ("final", "sitting", "practice"))
CLOSED, DOORS = ("closed-course",), "/learn/closed-course/quizzes"
GATE, SHUT = f"{DOORS}/gate", f"{DOORS}/shut"
ASSESSED = "final-assessment"


def _quizzes() -> list[Page]:
    quiz, one, summary = "learner/quiz.html", "learner/attempt.html", "learner/summary.html"
    attempt, check = "/attempts/{attempt}", "/attempts/{attempt}/summary"
    failed = acts.handed_in("final", right=0)
    return [
        Page(
            "quiz: e-mail not confirmed",
            f"/learn/{SMALL}/quizzes/final",
            quiz,
            "Ann Else",
            prepare=acts.unconfirmed,
        ),
        real("quiz: real", f"/learn/{DEMO}/quizzes/mechanisms", quiz),
        real("quiz: final assessment", f"/learn/{DEMO}/quizzes/{ASSESSED}", quiz),
        Page("quiz: untimed", PRACTICE, quiz, "Ann Else", prepare=acts.read()),
        Page("quiz: timed", FINAL, quiz, "Ann Else"),
        Page(
            "quiz: with more time and attempts",
            FINAL,
            quiz,
            "Ann Else",
            prepare=acts.given("final", minutes=10, attempts=1, extra_percent=50, larger_text=True),
        ),
        Page("quiz: without a limit for this learner", FINAL, quiz, "Ann Else", prepare=acts.given(is_untimed=True)),
        Page("quiz: under way", FINAL, quiz, "Ann Else", prepare=acts.started("final")),
        Page("quiz: too soon", FINAL, quiz, "Ann Else", prepare=failed),
        Page("quiz: used up", SITTING, quiz, "Ann Else", prepare=acts.handed_in("sitting", times=2, apart=3)),
        Page("quiz: many attempts", PRACTICE, quiz, "Ann Else", prepare=acts.handed_in("practice", times=12)),
        Page(
            "quiz: start refused",
            f"{FINAL}/attempts",
            quiz,
            "Ann Else",
            prepare=failed,
            form={},
            via=FINAL,
            status=422,
        ),
        Page("quiz: not open yet", GATE, quiz, "Ann Else", CLOSED),
        Page("quiz: closed", SHUT, quiz, "Ann Else", CLOSED),
        Page("quiz: until it closes", f"{DOORS}/week", quiz, "Ann Else", CLOSED),
        Page(
            "quiz: moved for this learner", GATE, quiz, "Ann Else", CLOSED, prepare=acts.moved("gate", extra_percent=50)
        ),
        Page(
            "quiz: start refused, closed", f"{SHUT}/attempts", quiz, "Ann Else", CLOSED, form={}, via=SHUT, status=422
        ),
        Page("learner's home: quizzes with windows", "/learn", "learner/home.html", "Ann Else", CLOSED),
        Page(
            "attempt: until the quiz closes",
            attempt,
            one,
            "Ann Else",
            CLOSED,
            prepare=acts.started("week", "closed-course"),
        ),
        Page("attempt: nothing answered", attempt, one, "Ann Else", prepare=acts.started("practice")),
        Page("attempt: choose all that apply", f"{attempt}#q4", one, "Ann Else", prepare=acts.started("practice")),
        Page("attempt: half answered", attempt, one, "Ann Else", prepare=acts.half_answered("practice")),
        Page("attempt: timed, half answered", f"{attempt}#q3", one, "Ann Else", prepare=acts.half_answered("final")),
        Page(
            "attempt: with more time and no movement",
            attempt,
            one,
            "Ann Else",
            prepare=acts.several(acts.given(extra_percent=50, reduced_motion=True), acts.started("sitting")),
        ),
        Page("attempt: all on one page, timed", attempt, one, "Ann Else", prepare=acts.half_answered("sitting")),
        Page("attempt: two answers", attempt, one, "Ann Else", prepare=acts.answered_in_two_places("practice")),
        Page(
            "attempt: two answers, all on one page",
            attempt,
            one,
            "Ann Else",
            prepare=acts.answered_in_two_places("sitting"),
        ),
        real("attempt: real", f"{attempt}#q2", one, prepare=acts.half_answered("mechanisms", DEMO)),
        real("attempt: real, all on one page", attempt, one, prepare=acts.half_answered("side-effects", DEMO)),
        real("attempt: final assessment", f"{attempt}#q30", one, prepare=acts.half_answered(ASSESSED, DEMO)),
        Page(
            "attempt: time up",
            attempt,
            "learner/time_up.html",
            "Ann Else",
            prepare=acts.half_answered("sitting", minutes_ago=11),
        ),
        Page("summary: nothing answered", check, summary, "Ann Else", prepare=acts.started("practice")),
        Page("summary: timed, half answered", check, summary, "Ann Else", prepare=acts.half_answered("final")),
        real("summary: final assessment", check, summary, prepare=acts.half_answered(ASSESSED, DEMO)),
        Page("summary: two answers", check, summary, "Ann Else", prepare=acts.answered_in_two_places("practice")),
    ]


def _results() -> list[Page]:
    template, result = "learner/result.html", "/attempts/{attempt}/result"
    return [
        Page("result: passed", result, template, "Ann Else", prepare=acts.handed_in("practice")),
        Page("result: failed", result, template, "Ann Else", prepare=acts.handed_in("practice", right=0.5)),
        Page("result: nothing answered", result, template, "Ann Else", prepare=acts.handed_in("practice", right=None)),
        Page("result: topics only", result, template, "Ann Else", prepare=acts.handed_in("final", right=0.5)),
        Page("result: final passed", result, template, "Ann Else", prepare=acts.handed_in("final")),
        Page("result: answers came late", result, template, "Ann Else", prepare=acts.came_late("sitting")),
        Page(
            "result: late answers count",
            result,
            template,
            "Ann Else",
            prepare=acts.came_late("sitting", decision="count"),
        ),
        Page("result: time ran out", result, template, "Ann Else", prepare=acts.ran_out("sitting")),
        Page(
            "result: many attempts",
            result,
            template,
            "Ann Else",
            prepare=acts.handed_in("practice", right=0.75, times=6),
        ),
        real("result: real", result, template, prepare=acts.handed_in("mechanisms", DEMO, right=0.7)),
        real("result: final assessment", result, template, prepare=acts.handed_in(ASSESSED, DEMO)),
    ]


def _receipts() -> list[Page]:
    template, check, sent = "public/receipts.html", "/receipts", {"pasted": "{receipt}"}
    changed = acts.has_receipt("practice", change=('"attempt":1', '"attempt":9'))

    def right(name: str, **more: Any) -> Page:
        return Page(name, check, template, "Ann Else", form=sent, via=check, **more)

    return [
        Page("receipt: to be checked", check, template),
        right("receipt: right", prepare=acts.has_receipt("practice", right=0.5)),
        right("receipt: right, final failed", prepare=acts.has_receipt("final", right=0)),
        right(
            "receipt: right, final assessment",
            learns=(DEMO,),
            stage="demo",
            prepare=acts.has_receipt("final-assessment", DEMO),
        ),
        refused("receipt: changed", check, template, "Ann Else", form=sent, prepare=changed),
        refused("receipt: none", check, template, form={"pasted": "Dear Sir or Madam"}),
        refused("receipt: nothing sent", check, template, form={"pasted": ""}),
    ]


QUIZ_PAGES = [*_quizzes(), *_results(), *_receipts()]
