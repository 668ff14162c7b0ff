"""The pages that show practical days; part of the registry in tests/pages.py."""

from tests import practical_acts as acts
from tests import record_acts
from tests.acts import DEMO, SMALL, handed_in
from tests.admin_pages import ADMIN
from tests.showing import Page, real

_LIST, _ONE = "/admin/practical-days", "/admin/practical-days/{day}"
_EMPTY = {"title": "", "place": "", "starts_on": "", "ends_on": "", "places": "some", "link": "here", "booking": "open"}
_BACKWARDS = {"title": "Two", "place": "Hull", "starts_on": "2026-12-06", "ends_on": "2026-12-05", "booking": "closed"}


def _admin(name, address, template, **more):
    return Page(f"practical days: {name}", address, f"admin/{template}.html", ADMIN, (), **more)


PRACTICAL_PAGES = [
    _admin("none", _LIST, "practical_days", prepare=acts.none),
    _admin("list", _LIST, "practical_days", prepare=acts.days()),
    _admin("not added", _LIST, "practical_days", prepare=acts.days(), form=_EMPTY, via=_LIST, status=422),
    _admin("one", _ONE, "practical_day", prepare=acts.days()),
    _admin("not kept", _ONE, "practical_day", prepare=acts.days(), form=_BACKWARDS, via=_ONE, status=422),
    _admin(
        "not removed",
        f"{_ONE}/removal",
        "practical_day",
        prepare=acts.days(),
        form={"reason": ""},
        via=_ONE,
        status=422,
    ),
    Page("home: practical days", "/", "public/home.html", stage="demo", prepare=acts.days()),
    Page("home: several courses, practical days", "/", "public/courses.html", prepare=acts.days()),
    real(
        "lesson: practical days at its end",
        f"/learn/{DEMO}/lessons/scope-and-licensing",
        "learner/lesson.html",
        prepare=acts.days(),
    ),
    Page(
        "result: passed, practical days",
        "/attempts/{attempt}/result",
        "learner/result.html",
        "Ann Else",
        prepare=acts.days(then=handed_in("practice")),
    ),
    Page(
        "own record: practical days",
        f"/learn/{SMALL}/record",
        "learner/record.html",
        "Ann Else",
        prepare=acts.days(then=record_acts.issued()),
    ),
]
