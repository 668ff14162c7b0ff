"""The instructor's pages for the registry in tests/pages.py, each in its states."""

from course_app.services.demonstrating import ADMIN, INSTRUCTOR
from tests import teaching_acts as acts
from tests.acts import DEMO, SMALL, given
from tests.showing import Page

ANN, OLA = "instructor@example.org", "other-instructor@example.org"
BANK, REAL = f"/instructor/{SMALL}/questions", f"/instructor/{DEMO}/questions"
TYPED = {
    "stem": "Which *kettle* whistles?",
    "type": "single",
    "topic": "brewing",
    "level": "apply",
    "difficulty": "easy",
    "pool": "quiz",
    "letter-0": "",
    "option-0": "The one on the fire",
    "reason-0": "Correct. It boils.",
    "key": "0",
    "letter-1": "",
    "option-1": "الغلاية التي على الرف",
    "reason-1": "",
}
OLD_KETTLE = """## T04
topic: brewing | level: apply | difficulty: easy | pool: quiz
claims: C1

Which kettle whistles?

- [x] The one on the fire
  > Correct. It boils.
- [ ] الغلاية التي على الرف
  > Nothing heats it.
"""
OLD_FINAL = """id: final
title: The last one, reworded
pass: 80%
sections:
  - {id: all, title: All of it, slots: [{draw: 2, pools: [quiz]}, {question: M01}]}
review: {passed: [score], failed: []}
"""


def _home() -> list[Page]:
    home = "instructor/home.html"
    return [
        Page("teaching: one course", "/instructor", home, INSTRUCTOR, stage="demo"),
        Page("teaching: all courses", "/instructor", home, "admin@example.org"),
        Page("teaching: no course", "/instructor", home, "Ada", (), stage="bare", prepare=acts.made_administrator),
    ]


def _coverage() -> list[Page]:
    template, real = "instructor/coverage.html", f"/instructor/{DEMO}/coverage"
    return [
        Page("coverage: real", real, template, INSTRUCTOR, stage="demo"),
        Page("coverage: last page, narrowed", f"{real}?only=weak&after=C50", template, INSTRUCTOR, stage="demo"),
        Page("coverage: nothing fits", f"/instructor/{SMALL}/coverage?only=early", template, ANN),
        Page("coverage: gaps", "/instructor/closed-course/coverage", template, OLA),
        Page(
            "coverage: no claims",
            "/instructor/blank-course/coverage",
            template,
            "admin@example.org",
            prepare=acts.blank_course,
        ),
        Page("lesson: by who teaches it", f"/learn/{SMALL}/lessons/second-steps", "learner/lesson.html", ANN, ()),
    ]


def _bank() -> list[Page]:
    bank, one = "instructor/questions.html", "instructor/question.html"
    compared, change = "instructor/question_comparison.html", "instructor/bank_change.html"
    changes = f"/instructor/{SMALL}/question-changes"
    return [
        Page("bank: long", REAL, bank, INSTRUCTOR, stage="demo"),
        Page("bank: last page", f"{REAL}?after=T01", bank, INSTRUCTOR, stage="demo"),
        Page("bank: narrowed", f"{REAL}?words=soreness&topic=side-effects", bank, ADMIN, stage="demo"),
        Page("bank: nothing fits", f"{BANK}?words=Ŵyn", bank, ANN),
        Page("bank: one question", "/instructor/closed-course/questions", bank, OLA),
        Page("bank: empty", "/instructor/blank-course/questions", bank, "admin@example.org", prepare=acts.blank_course),
        Page("question: from the text", f"{REAL}/S04", one, INSTRUCTOR, stage="demo"),
        Page("question: edited twice", f"{BANK}/T02", one, ANN, prepare=acts.edited("T02", times=2)),
        Page("question: stale", f"{BANK}/T05", one, ANN, prepare=acts.made_stale("T05")),
        Page("bank: stale questions", f"{BANK}?state=stale", bank, ANN, prepare=acts.made_stale("T05")),
        Page(
            "question: checked in an older version",
            f"{BANK}/T06/checks",
            one,
            ANN,
            prepare=acts.made_stale("T06"),
            form={"version": "7", "seal": ""},
            via=f"{BANK}/T06",
            status=422,
        ),
        Page("question: draft", f"{BANK}/T03", one, ANN, prepare=acts.set_state("T03", "draft")),
        Page("question: in review", f"{BANK}/T03", one, ANN, prepare=acts.set_state("T03", "draft", then="in-review")),
        Page(
            "question: safety item to approve",
            f"{BANK}/E02",
            one,
            "reviewer@example.org",
            prepare=acts.to_approve("E02"),
        ),
        Page("question: safety item of one's own", f"{BANK}/E03", one, ANN, prepare=acts.safety_item("E03")),
        Page(
            "question: safety item nobody else approves",
            "/instructor/closed-course/questions/{question}/approvals",
            one,
            OLA,
            prepare=acts.sole_draft,
            form={"version": "1", "note": "Right"},
            via="/instructor/closed-course/questions/{question}",
            status=422,
        ),
        Page(
            "question: approved alone",
            "/instructor/closed-course/questions/{question}",
            one,
            OLA,
            prepare=acts.sole_use,
        ),
        Page(
            "question: with comments",
            f"{BANK}/F02",
            one,
            ANN,
            prepare=acts.several(
                acts.set_state("F02", "draft", then="in-review"),
                acts.commented("F02", "Settled.", "Is “hot” right, if ref 2 says warm?\nŵ ł š İ ñ", resolved=1),
            ),
        ),
        Page("bank: with comments", BANK, bank, ANN, prepare=acts.commented("E04", "Twice the same", "Twice the same")),
        Page(
            "question: empty comment",
            f"{BANK}/F03/comments",
            one,
            ANN,
            form={"body": " ", "place": "option-b"},
            via=f"{BANK}/F03",
            status=422,
        ),
        Page("versions: two", f"{BANK}/E04/comparison?left=1", compared, ANN, prepare=acts.edited("E04", times=2)),
        Page("versions: one", f"{BANK}/E01/comparison", compared, "reviewer@example.org"),
        Page("bank: for a reviewer", f"{BANK}?finding=none&claim=C1", bank, "reviewer@example.org"),
        Page(
            "change questions: to retire",
            f"{changes}?change=retire&question=M01&question=T04&question=T03",
            change,
            ANN,
        ),
        Page("change questions: a tag to give", f"{changes}?change=tag&which=all&topic=effects", change, ANN),
        Page("change questions: tagged", f"{changes}?change=tag&which=all&value=Ŵinter", change, ANN),
        Page("change questions: none", changes, change, ANN, form={"change": "retire"}, via=BANK, status=422),
        Page("question: draft that lacks something", f"{BANK}/{{question}}", one, ANN, prepare=acts.bare_draft),
        Page(
            "question: still needed",
            f"{BANK}/M01/state",
            one,
            ANN,
            form={"state": "retired"},
            via=f"{BANK}/M01",
            status=422,
        ),
    ]


def _writing() -> list[Page]:
    form = "instructor/question_form.html"
    new, edit = f"/instructor/{SMALL}/new-question", f"{BANK}/T04/edit"
    save = {"act": "save"}
    return [
        Page("write a question: empty", new, form, ANN),
        Page("write a question: a draft waits", new, form, ANN, prepare=acts.typed("Which kettle is warm?")),
        Page("write a question: a draft", f"{new}?draft={{draft}}", form, ANN, prepare=acts.typed("Which <kettle>?")),
        Page("edit a question: a draft waits", edit, form, ANN, prepare=acts.typed("", "T04")),
        Page(
            "write a question: findings",
            BANK,
            form,
            ANN,
            form=TYPED | {"act": "preview", "option-0": "It may be the one on the fire, says a review", "topic": ""},
            via=new,
            status=422,
        ),
        Page(
            "write a question: an image waits for its alternative",
            BANK,
            form,
            ANN,
            prepare=acts.kept_image,
            form=TYPED | save | {"waiting-image": "{image}", "image-place": "option-0"},
            via=new,
            status=422,
        ),
        Page("write a question: errors", BANK, form, ANN, form=TYPED | save | {"stem": ""}, via=new, status=422),
        Page(
            "write a question: another option",
            BANK,
            form,
            ANN,
            form=TYPED | {"act": "add-option", "passage": "tea-is-warm"},
            via=new,
            status=422,
        ),
        Page(
            "write a question: sentences found",
            REAL,
            form,
            INSTRUCTOR,
            stage="demo",
            form=TYPED | {"act": "seek", "sought": "soreness 72"},
            via=f"/instructor/{DEMO}/new-question",
            status=422,
        ),
        Page("edit a question: real", f"{REAL}/S04/edit", form, INSTRUCTOR, stage="demo"),
        Page(
            "edit a question: somebody was before",
            f"{BANK}/T04/versions",
            form,
            ANN,
            prepare=acts.edited("T04"),
            form=TYPED | save | {"opened": "1", "claim": "C1", "reason-1": "It is on the shelf."},
            via=edit,
            status=422,
        ),
    ]


def _as_text() -> list[Page]:
    page, path = "instructor/question_text.html", f"/instructor/{SMALL}/question-text"
    typed = "## NEW\ntopic:\n\nWhich غلاية?\n\n- [x] This\n- [ ] <That>\n\n## T01\n\nRest\n\n## bad\nNo field: here"
    return [
        Page(
            "edit as text: three",
            f"/instructor/{DEMO}/question-text?question=S01&question=S04",
            page,
            INSTRUCTOR,
            stage="demo",
        ),
        Page("edit as text: too many", f"/instructor/{DEMO}/question-text?which=all", page, INSTRUCTOR, stage="demo"),
        Page("write as text", path, page, ANN),
        Page(
            "edit as text: errors",
            path,
            page,
            ANN,
            form={"text": typed, "opened": "T01:1 T02:1", "act": "save"},
            via=path,
            status=422,
        ),
        Page(
            "edit as text: somebody was before",
            path,
            page,
            ANN,
            prepare=acts.edited("T04"),
            form={"text": OLD_KETTLE, "opened": "T04:1 T03:1", "act": "preview"},
            via=path,
            status=422,
        ),
    ]


def _quiz_as_text() -> list[Page]:
    page, practice = "instructor/quiz_text.html", f"/instructor/{SMALL}/quizzes/practice/text"
    final = f"/instructor/{SMALL}/quizzes/final/text"
    return [
        Page("quiz as text: real", f"/instructor/{DEMO}/quizzes/final-assessment/text", page, INSTRUCTOR, stage="demo"),
        Page(
            "quiz as text: errors",
            practice,
            page,
            ANN,
            form={"text": "id: other\ntitle: Ŵ\npass: lots\n\tsections: 3", "opened": "1", "act": "save"},
            via=practice,
            status=422,
        ),
        Page(
            "quiz as text: somebody was before",
            final,
            page,
            ANN,
            prepare=acts.saved_quiz("final"),
            form={"text": OLD_FINAL, "opened": "1", "act": "preview"},
            via=final,
            status=422,
        ),
    ]


def _twelve_parts() -> dict[str, str]:
    """A long form in which the fifth part was moved."""
    typed = {"title": "A long quiz", "act": "move-part/5/4"}
    for number in range(12):
        typed |= {f"part-{number}-title": f"Station {number + 1}", f"part-{number}-0-kind": "draw"}
        typed |= {f"part-{number}-0-count": "2", f"part-{number}-0-topic": "brewing", f"part-{number}-0-pool": "quiz"}
        typed |= {f"part-{number}-1-kind": "question", f"part-{number}-1-question": f"T0{number % 5 + 1}"}
    return typed


def _quizzes() -> list[Page]:
    listed, one, form, results = (f"instructor/{name}.html" for name in ("quizzes", "quiz", "quiz_form", "results"))
    quizzes, real = f"/instructor/{SMALL}/quizzes", f"/instructor/{DEMO}/quizzes"
    new, edit = f"/instructor/{SMALL}/new-quiz", f"{quizzes}/practice/edit"
    wrong = {"act": "save", "title": "", "pass_percent": "lots", "delay": "later", "passed": "6", "failed": "2"}
    search = {"act": "find", "title": "Soreness", "part-0-title": "Always", "part-0-0-kind": "question"}
    search |= {"part-0-0-question": "soreness", "part-0-1-kind": "question", "part-0-1-question": "الغلاية"}
    part = {"part-0-title": "Żółć", "part-0-minimum": "9", "part-0-0-kind": "draw", "part-0-0-count": "40"}
    return [
        Page("quizzes: real", real, listed, INSTRUCTOR, stage="demo"),
        Page("quizzes: saved and not published", quizzes, listed, ANN, prepare=acts.saved_quiz("practice")),
        Page("quizzes: none", "/instructor/blank-course/quizzes", listed, "admin@example.org"),
        Page("quiz to build: published", f"{real}/side-effects", one, INSTRUCTOR, stage="demo"),
        Page("quiz to build: saved only", f"{quizzes}/final/versions/2", one, ANN, prepare=acts.saved_quiz("final")),
        Page(
            "quiz to build: unpublished without a reason",
            f"{quizzes}/practice/publication/removal",
            one,
            ANN,
            prepare=acts.saved_quiz("practice"),
            form={"reason": ""},
            via=f"{quizzes}/practice",
            status=422,
        ),
        Page(
            "home: a closed quiz under way",
            "/learn",
            "learner/home.html",
            "Bo",
            prepare=acts.closed_quiz(is_finished=False),
        ),
        Page(
            "quiz start: closed, with a result",
            f"/learn/{SMALL}/quizzes/{{closed}}",
            "learner/quiz.html",
            "Bo",
            prepare=acts.closed_quiz(is_finished=True),
        ),
        Page(
            "quiz to build: not publishable",
            f"{quizzes}/impossible/versions/1/publication",
            one,
            ANN,
            prepare=acts.impossible_quiz,
            form={},
            via=f"{quizzes}/impossible",
            status=422,
        ),
        Page(
            "quiz to build: published without reading",
            f"{quizzes}/final/versions/2/publication",
            one,
            ANN,
            prepare=acts.saved_quiz("final"),
            form={},
            via=f"{quizzes}/final/versions/2",
            status=422,
        ),
        Page("build a quiz: new", new, form, ANN),
        Page("build a quiz: twelve parts", quizzes, form, ANN, form=_twelve_parts(), via=new, status=422),
        Page("build a quiz: errors", quizzes, form, ANN, form=wrong | part, via=new, status=422),
        Page(
            "build a quiz: questions found",
            f"{real}/side-effects/versions",
            form,
            INSTRUCTOR,
            stage="demo",
            form=search | {"opened": "1"},
            via=f"{real}/side-effects/edit",
            status=422,
        ),
        Page("build a quiz: real", f"{real}/side-effects/edit", form, INSTRUCTOR, stage="demo"),
        Page(
            "build a quiz: somebody was before",
            f"{quizzes}/practice/versions",
            form,
            ANN,
            prepare=acts.saved_quiz("practice"),
            form={"act": "save", "title": "Mine", "pass_percent": "70", "opened": "1", "part-0-0-pool": "quiz"} | part,
            via=edit,
            status=422,
        ),
        Page(
            "trial: open", "/attempts/{attempt}", "learner/attempt.html", INSTRUCTOR, stage="demo", prepare=acts.tried
        ),
        Page(
            "trial: handed in",
            "/attempts/{attempt}/result",
            "learner/result.html",
            INSTRUCTOR,
            stage="demo",
            prepare=acts.tried_out,
        ),
        Page("results of a quiz: none", f"{real}/side-effects/results", results, INSTRUCTOR, stage="demo"),
        Page(
            "results of a quiz: some",
            f"{real}/mechanisms/results",
            results,
            INSTRUCTOR,
            stage="demo",
            prepare=acts.taken,
        ),
        Page("results of a quiz: under way", f"{quizzes}/sitting/results", results, ANN, prepare=acts.begun),
        *_item_results(quizzes, real),
    ]


def _item_results(quizzes: str, real: str) -> list[Page]:
    items, crowded = "instructor/item_results.html", f"{quizzes}/{{crowded}}/results/questions?attempts=all"
    taken = f"{real}/mechanisms/results/questions"
    return [
        Page("questions of a quiz: none asked", f"{quizzes}/final/results/questions", items, ANN),
        Page("questions of a quiz: few", taken, items, INSTRUCTOR, stage="demo", prepare=acts.taken),
        Page(
            "questions of a quiz: none to look at",
            f"{taken}?only=key",
            items,
            INSTRUCTOR,
            stage="demo",
            prepare=acts.taken,
        ),
        Page("questions of a quiz: many", crowded, items, ANN, prepare=acts.crowded),
        Page("questions of a quiz: a key to look at", f"{crowded}&only=key", items, ANN, prepare=acts.crowded),
    ]


def _corrections() -> list[Page]:
    inbox, address = "instructor/corrections.html", f"/instructor/{SMALL}/corrections"
    many = tuple(f"{number} in ten, as the survey’s table {number} has it." for number in range(1, 14))
    declined = ("declined", "The table counts whistles, not kettles.")
    return [
        Page("corrections: none", "/instructor/closed-course/corrections", inbox, OLA),
        Page("corrections: to decide", address, inbox, ANN, prepare=acts.readers_suggested(bodies=many)),
        Page(
            "corrections: decided",
            f"{address}?decided=yes",
            inbox,
            ANN,
            prepare=acts.readers_suggested(declined, ("taken-up", ""), bodies=many),
        ),
        Page(
            "corrections: no answer",
            f"{address}/{{correction}}",
            inbox,
            ANN,
            prepare=acts.readers_suggested(),
            form={"decision": "declined", "seen": "0", "answer": ""},
            via=address,
            status=422,
        ),
    ]


def _late() -> list[Page]:
    late, address = "instructor/late_answers.html", f"/instructor/{SMALL}/late-answers"
    return [
        Page("late answers: none", "/instructor/closed-course/late-answers", late, OLA),
        Page("late answers: to decide", address, late, ANN, prepare=acts.learners_late("", "")),
        Page(
            "late answers: decided",
            f"{address}?decided=yes",
            late,
            ANN,
            prepare=acts.learners_late("count", "leave-out"),
        ),
        Page(
            "late answers: no reason",
            f"{address}/{{attempt}}",
            late,
            ANN,
            prepare=acts.learners_late(""),
            form={"decision": "count", "through": "1", "seen": "0", "reason": ""},
            via=address,
            status=422,
        ),
    ]


def _learners() -> list[Page]:
    listed, one, address = "instructor/learners.html", "instructor/learner.html", f"/instructor/{SMALL}/learners"
    much = given("final", minutes=10, attempts=1, extra_percent=50, larger_text=True)
    return [
        Page("learners: real", f"/instructor/{DEMO}/learners", listed, INSTRUCTOR, stage="demo"),
        Page("learners: something given", address, listed, ANN, prepare=acts.given_to_learner(much)),
        Page("learners: nobody found", f"{address}?q=Nobody", listed, ANN),
        Page("learners: none", "/instructor/blank-course/learners", listed, "admin@example.org"),
        Page("learner: nothing given", f"{address}/{{given}}", one, ANN, prepare=acts.given_to_learner()),
        Page(
            "learner: a window moved",
            "/instructor/closed-course/learners/{given}",
            one,
            OLA,
            prepare=acts.moved_for_learner,
        ),
        Page("learner: much given", f"{address}/{{given}}", one, ANN, prepare=acts.given_to_learner(much)),
        Page(
            "learner: profile refused",
            f"{address}/{{given}}/accommodation",
            one,
            ANN,
            prepare=acts.given_to_learner(),
            form={"extra_percent": "lots", "larger_text": "1"},
            via=f"{address}/{{given}}",
            status=422,
        ),
        Page(
            "learner: no reason",
            f"{address}/{{given}}/quizzes/final/adjustments",
            one,
            ANN,
            prepare=acts.given_to_learner(),
            form={"minutes": "10", "attempts": "", "reason": "", "seen": "0"},
            via=f"{address}/{{given}}",
            status=422,
        ),
    ]


INSTRUCTOR_PAGES = [
    *_home(),
    *_coverage(),
    *_bank(),
    *_writing(),
    *_as_text(),
    *_quiz_as_text(),
    *_quizzes(),
    *_late(),
    *_corrections(),
    *_learners(),
]
