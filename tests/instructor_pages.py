"""The instructor's pages for the registry in tests/pages.py, each in its states."""

from course_app.services.demonstrating import ADMIN, INSTRUCTOR
from tests import teaching_acts as acts
from tests.acts import DEMO, SMALL
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


def _home() -> list[Page]:
    home = "instructor/home.html"
    return [
        Page("teaching: one course", "/instructor", home, INSTRUCTOR, stage="demo"),
        Page("teaching: all courses", "/instructor", home, "admin@example.org"),
        Page("teaching: no course", "/instructor", home, "Ada", (), stage="bare", prepare=acts.made_administrator),
    ]


def _bank() -> list[Page]:
    bank, one = "instructor/questions.html", "instructor/question.html"
    return [
        Page("bank: long", REAL, bank, INSTRUCTOR, stage="demo"),
        Page("bank: last page", f"{REAL}?after=T01", bank, INSTRUCTOR, stage="demo"),
        Page("bank: narrowed", f"{REAL}?words=soreness&topic=side-effects", bank, ADMIN, stage="demo"),
        Page("bank: nothing fits", f"{BANK}?words=Ŵyn", bank, ANN),
        Page("bank: one question", "/instructor/closed-course/questions", bank, OLA),
        Page("bank: empty", "/instructor/blank-course/questions", bank, "admin@example.org", prepare=acts.blank_course),
        Page("question: from the text", f"{REAL}/S04", one, INSTRUCTOR, stage="demo"),
        Page("question: edited twice", f"{BANK}/T02", one, ANN, prepare=acts.edited("T02", times=2)),
        Page("question: draft", f"{BANK}/T03", one, ANN, prepare=acts.set_state("T03", "draft")),
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
        Page("write a question: errors", BANK, form, ANN, form=TYPED | save, via=new, status=422),
        Page(
            "write a question: another option",
            BANK,
            form,
            ANN,
            form=TYPED | {"act": "add-option", "passage": "tea-is-warm"},
            via=new,
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


INSTRUCTOR_PAGES = [*_home(), *_bank(), *_writing()]
