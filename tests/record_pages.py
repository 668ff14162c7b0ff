"""The pages of completion records in each of their states; part of the registry in tests/pages.py."""

from tests import acts, group_acts
from tests import record_acts as records
from tests.acts import DEMO, SMALL
from tests.admin_pages import ADMIN
from tests.showing import Page, real, refused

_OWN, _PUBLIC = "learner/record.html", "public/record.html"
_SMALL, _DEMO = f"/learn/{SMALL}/record", f"/learn/{DEMO}/record"
_LONG = "W" * 60


def _public(name, act, **more):
    return Page(f"record: {name}", "/records/{record}", _PUBLIC, prepare=act, **more)


def _holder(name, act):
    return Page(f"person: {name}", "/admin/people/{person}", "admin/person.html", ADMIN, (), prepare=act)


_issued = records.learners(records.issued())
_real = records.issued(DEMO)
RECORD_PAGES = [
    Page("own record: not complete", _SMALL, _OWN, "Ann Else"),
    Page("own record: to be issued", _SMALL, _OWN, "İbrahim Łuczak", prepare=records.completed()),
    refused("own record: no name", _SMALL, _OWN, "Ann Else", prepare=records.completed(), form={"name": " "}),
    Page("own record: issued", _SMALL, _OWN, "Ann Else", prepare=records.issued()),
    real("own record: reflected on", _DEMO, _OWN, prepare=records.issued(DEMO, records.NAMES[1], is_kept=True)),
    Page(
        "own record: too much written",
        f"{_SMALL}/reflection",
        _OWN,
        "Ann Else",
        prepare=records.issued(),
        form={"what": "x" * 2_001},
        via=_SMALL,
        status=422,
    ),
    Page("own record: corrected", _SMALL, _OWN, "Ann Else", prepare=records.corrected(records.issued())),
    Page("own record: revoked", _SMALL, _OWN, "Ann Else", prepare=records.revoked(records.issued())),
    Page("learner's home: complete, a record", "/learn", "learner/home.html", "Ann Else", prepare=records.issued()),
    Page(
        "learner's home: completed and withdrawn",
        "/learn",
        "learner/home.html",
        "Ann Else",
        prepare=acts.several(records.issued(), acts.withdrawn),
    ),
    Page("course: completed", f"/courses/{SMALL}", "public/syllabus.html", "Ann Else", prepare=records.completed()),
    _public("stands", records.learners(_real, DEMO), stage="demo"),
    _public("Arabic", records.learners(records.issued(DEMO, records.NAMES[1]), DEMO), stage="demo"),
    _public("Chinese, short course", records.learners(records.issued(name=records.NAMES[2]))),
    _public("sixty letters", records.learners(records.issued(name=_LONG))),
    _public("revoked", records.learners(records.revoked(records.issued()))),
    _public("its name erased", records.learners(records.nameless(records.issued()))),
    Page("record: none of that id", "/records/0123-4567", _PUBLIC, status=404),
    _holder("record stands", _issued),
    _holder("record revoked", records.learners(records.revoked(records.issued()))),
    Page(
        "person: record corrected without a name",
        "/admin/people/{person}/records/{record}/correction",
        "admin/person.html",
        ADMIN,
        (),
        prepare=_issued,
        form={"name": " ", "reason": "As in the passport"},
        via="/admin/people/{person}",
        status=422,
    ),
    Page("records to issue: none", "/admin/courses/closed-course/records", "admin/records.html", ADMIN, ()),
    Page(
        "records to issue: one cohort",
        f"/admin/courses/{SMALL}/records?cohort={{cohort}}",
        "admin/records.html",
        ADMIN,
        (),
        prepare=group_acts.trust("A trust with records", SMALL, is_observed=False),
    ),
    Page(
        "records to issue: other number",
        f"/admin/courses/{SMALL}/records",
        "admin/records.html",
        ADMIN,
        (),
        form={"cohort": "", "count": "9999"},
        via=f"/admin/courses/{SMALL}/records",
        status=422,
    ),
]
