"""The pages of questions brought in and taken out, for the registry in tests/pages.py."""

from course_app.services.demonstrating import INSTRUCTOR
from tests import exchange_acts as acts
from tests.acts import DEMO, SMALL
from tests.instructor_pages import ANN
from tests.showing import Page

IMPORTS, EXPORTS = f"/instructor/{SMALL}/imports", f"/instructor/{SMALL}/exports"
ONE = f"{IMPORTS}/{{import}}"
FORM, PLAN, REPORT = (f"instructor/{name}.html" for name in ("imports", "import_plan", "import_report"))
CONFIRM = {"seal": "an old one", "topic": "brewing", "pool": "", "whole": "yes"}


def _refused(name: str, pasted: str, format: str = "") -> Page:
    fields = {"pasted": pasted, "format": format}
    return Page(f"bring in: {name}", IMPORTS, FORM, ANN, form=fields, via=IMPORTS, status=422)


EXCHANGE_PAGES = [
    Page("bring in: nothing yet", "/instructor/closed-course/imports", FORM, "other-instructor@example.org"),
    Page("bring in: brought in before", IMPORTS, FORM, ANN, prepare=acts.kept("Ŵinter – quiz & more.md")),
    _refused("nothing given", ""),
    _refused("cannot be read", "<quiz><question", "moodle"),
    Page(
        "bring in: text to mend",
        f"{IMPORTS}?mend={{import}}&only=rejected",
        FORM,
        ANN,
        prepare=acts.kept("kettles.md"),
    ),
    Page("bring in: plan", ONE, PLAN, ANN, prepare=acts.kept("kettles.md")),
    Page("bring in: plan, pasted, one left out", ONE, PLAN, ANN, prepare=acts.left_out("", 2)),
    Page("bring in: plan of pasted questions", ONE, PLAN, ANN, prepare=acts.kept("", acts.WORD)),
    Page("bring in: plan, second page", f"{ONE}?after=50", PLAN, ANN, prepare=acts.kept("pots.gift", acts.many(70))),
    Page("bring in: plan, no item fits", f"{ONE}?kind=changed", PLAN, ANN, prepare=acts.kept("", acts.WORD)),
    Page(
        "bring in: plan, refused",
        f"{ONE}/application",
        PLAN,
        ANN,
        prepare=acts.kept("kettles.md"),
        form=CONFIRM,
        via=ONE,
        status=422,
    ),
    Page(
        "bring in: under way",
        ONE,
        "instructor/import_progress.html",
        ANN,
        prepare=acts.begun("pots.gift", acts.many(150)),
    ),
    Page("bring in: report", ONE, REPORT, ANN, prepare=acts.done("Siân’s.md")),
    Page("bring in: report, a day later", ONE, REPORT, ANN, prepare=acts.a_day_later(acts.done("old.md"))),
    Page("bring in: gone", ONE, "instructor/import_gone.html", ANN, prepare=acts.a_day_later(acts.kept("gone.md"))),
    Page("take out: real", f"/instructor/{DEMO}/exports", "instructor/exports.html", INSTRUCTOR, stage="demo"),
    Page(
        "take out: with losses",
        f"/instructor/{DEMO}/exports?format=aiken&pool=quiz",
        "instructor/exports.html",
        INSTRUCTOR,
        stage="demo",
    ),
    Page("take out: unknown codes", f"{EXPORTS}?codes=T01,Ŵ,NO-SUCH", "instructor/exports.html", ANN),
    Page("take out: nothing", f"{EXPORTS}?state=retired&codes=T01", "instructor/exports.html", ANN),
]
