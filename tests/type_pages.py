"""Pages with questions of every type for the registry in tests/pages.py: written, asked, answered and marked."""

from tests import typed_acts as acts
from tests.showing import Page
from tests.typed_acts import IN_PART, RIGHT

ADMIN = "admin@example.org"
START, PLAIN = (f"/learn/{acts.TYPES}/quizzes/{quiz}" for quiz in ("kinds", "plain"))
AREA = f"/instructor/{acts.TYPES}"
LINES = {
    "stem": "In which order is tea made?",
    "topic": "breakfast",
    "level": "apply",
    "difficulty": "easy",
    "pool": "quiz",
    "option-0": "Boil the water",
    "reason-0": "Nothing else can begin.",
    "option-1": "أوراق الشاي",
    "reason-1": "",
    "option-2": "",
    "reason-2": "",
}


def _learner() -> list[Page]:
    attempt, one, summary = "/attempts/{attempt}", "learner/attempt.html", "learner/summary.html"
    result, shown = "/attempts/{attempt}/result", "learner/result.html"

    def learner(name, address, template, prepare):
        return Page(f"types: {name}", address, template, "Ann Else", (), prepare=prepare)

    return [
        learner("start", START, "learner/quiz.html", acts.types_course),
        learner("several, all or nothing", f"{attempt}#q2", one, acts.began()),
        learner("several, in parts", f"{attempt}#q3", one, acts.began(IN_PART)),
        learner("true or false", f"{attempt}#q4", one, acts.began()),
        learner("an order, not given", f"{attempt}#q5", one, acts.began()),
        learner("an order, given", f"{attempt}#q6", one, acts.began(IN_PART)),
        learner("two orders", f"{attempt}#q5", one, acts.in_two_orders),
        learner("all on one page", attempt, one, acts.began({"K05": "bacd"}, quiz="plain")),
        learner("summary", f"{attempt}/summary", summary, acts.began({"K05": "bacd"})),
        learner("result, right", result, shown, acts.finished(RIGHT)),
        learner("result, in parts", result, shown, acts.finished(IN_PART)),
        learner("result, nothing answered", result, shown, acts.finished()),
        learner("result, without the key", result, shown, acts.finished({"K05": "bacd"}, quiz="plain")),
        Page(
            "types: receipt",
            "/receipts",
            "public/receipts.html",
            "Ann Else",
            (),
            prepare=acts.with_receipt,
            form={"pasted": "{receipt}"},
            via="/receipts",
        ),
    ]


def _instructor() -> list[Page]:
    form, one = "instructor/question_form.html", "instructor/question.html"

    def admin(name, address, template, **more):
        return Page(f"types: {name}", f"{AREA}/{address}", template, ADMIN, (), prepare=acts.published, **more)

    def written(name, kind, act):
        fields = LINES | {"type": kind, "act": act}
        return admin(name, "questions", form, form=fields, via=f"{AREA}/new-question", status=422)

    return [
        admin("bank", "questions", "instructor/questions.html"),
        admin("bank of orderings", "questions?type=ordering", "instructor/questions.html"),
        admin("question of several", "questions/K03", one),
        admin("question of an order", "questions/K06", one),
        admin("statement", "questions/K04", one),
        admin("edit several", "questions/K03/edit", form),
        admin("edit an order", "questions/K05/edit", form),
        written("write an order", "ordering", "type"),
        written("write an order, errors", "ordering", "save"),
        written("write a statement over options", "true-false", "save"),
        admin("quiz to build", "quizzes/kinds", "instructor/quiz.html"),
        Page(
            "types: statistics",
            f"{AREA}/quizzes/kinds/results",
            "instructor/results.html",
            ADMIN,
            (),
            prepare=acts.taken_by_learners,
        ),
    ]


TYPE_PAGES = [*_learner(), *_instructor()]
