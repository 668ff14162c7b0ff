"""The administrator's pages in each of their states; part of the registry in tests/pages.py."""

from tests import admin_acts as acts
from tests.acts import DEMO, SMALL
from tests.showing import Page, refused

ADMIN = "admin@example.org"
LONG = "Maria Fernanda Wilhelmina Oluwaseun Featherstonehaugh-Nguyen"


def _admin(name, address, template, **more):
    return Page(name, address, f"admin/{template}.html", ADMIN, (), **more)


def _people() -> list[Page]:
    person, one = "/admin/people/{person}", "person"
    wrong = {"name": "", "email": "nobody at example", "course": ""}
    added = {"name": LONG, "email": "long-name@example.org", "course": SMALL}
    return [
        _admin("administration: little to do", "/admin", "home"),
        _admin("administration: something to do", "/admin", "home", stage="demo", prepare=acts.mail_in_every_state),
        _admin("administration: mail waits", "/admin", "home", prepare=acts.mail_late),
        _admin("administration: rows left out", "/admin", "home", prepare=acts.used(5, "home", course=SMALL)),
        _admin("people: everybody", "/admin/people", "people", stage="demo"),
        _admin("people: one role in one course", f"/admin/people?role=learner&course={SMALL}", "people"),
        _admin("people: nobody found", "/admin/people?q=nobody+at+all", "people"),
        _admin("new person: empty", "/admin/people/new", "new_person"),
        _admin("new person: errors", "/admin/people", "new_person", form=wrong, via="/admin/people/new", status=422),
        _admin("person: just added", "/admin/people", one, form=added, via="/admin/people/new"),
        _admin("person: learner", person, one, stage="demo", prepare=acts.seen("learner@example.org")),
        _admin("person: simulated", person, one, stage="demo", prepare=acts.seen("simulated-01@example.org")),
        _admin("person: with roles", person, one, prepare=acts.seen("instructor@example.org")),
        _admin("person: administrator", person, one, prepare=acts.seen(ADMIN)),
        _admin("person: closed", person, one, prepare=acts.closed("نور الهدى العلي", "closed@example.org")),
        _admin("person: access ends", person, one, prepare=acts.access_ends("classmate@example.org", 40)),
        _admin(
            "person: no such last day",
            f"{person}/enrolments/{{key}}/end",
            one,
            prepare=acts.access_ends("classmate@example.org", 40),
            form={"last_day": "never"},
            via=person,
            status=422,
        ),
        _admin("person: second step on", person, one, prepare=acts.asked_for_code("classmate@example.org")),
        _admin(
            "person: second step kept, no reason given",
            f"{person}/second-step/reset",
            one,
            prepare=acts.asked_for_code("classmate@example.org"),
            form={"reason": ""},
            via=person,
            status=422,
        ),
        _admin(
            "person: no reason given",
            f"{person}/closing",
            one,
            prepare=acts.seen("observer@example.org"),
            form={"reason": ""},
            via=person,
            status=422,
        ),
        _admin(
            "person: the last administrator",
            f"{person}/administration/removal",
            one,
            prepare=acts.seen(ADMIN),
            form={"reason": "Leaves"},
            via=person,
            status=422,
        ),
    ]


def _erasures() -> list[Page]:
    address, page = "/admin/people/{person}/erasure", "erasure"
    asking = acts.asks_for_erasure(LONG, "asks@example.org")
    return [
        _admin("erasure: learner", address, page, stage="demo", prepare=acts.seen("learner@example.org")),
        _admin("erasure: asked for", address, page, prepare=asking),
        _admin("erasure: own data", address, page, prepare=acts.seen(ADMIN)),
        _admin(
            "erasure: the reason names the person",
            address,
            page,
            prepare=acts.seen("observer@example.org"),
            form={"reason": "Olive Observer wrote a letter"},
            via=address,
            status=422,
        ),
        _admin("erasure: done", address, "people", prepare=asking, form={"reason": "By letter"}, via=address),
        _admin("person: asks for erasure", "/admin/people/{person}", "person", prepare=asking),
        _admin("administration: erasure asked for", "/admin", "home", prepare=asking),
    ]


def _holdings() -> list[Page]:
    address, person = "/admin/people/{person}/data", "/admin/people/{person}"
    seen = acts.seen("observer@example.org")
    return [
        _admin("retention: nothing went yet", "/admin/retention", "retention"),
        _admin("counts: weeks", "/admin/counts", "counts", stage="demo", prepare=acts.visited),
        _admin("counts: no such days", "/admin/counts?from=2026-11-22&to=2026-10-01", "counts"),
        _admin("held data: ready", address, "person", prepare=seen, form={"reason": "By letter"}, via=person),
        _admin("held data: no reason", address, "person", prepare=seen, form={"reason": ""}, via=person, status=422),
    ]


def _courses() -> list[Page]:
    course, cohort, organisations = f"/admin/courses/{DEMO}", "/admin/cohorts/{cohort}", "/admin/organisations"
    backwards = {"name": "", "starts_on": "2026-12-02", "ends_on": "2026-12-01", "organisation": ""}
    return [
        _admin("admin courses: all", "/admin/courses", "courses"),
        _admin("admin course: without cohorts", "/admin/courses/closed-course", "course"),
        _admin(
            "admin course: with cohorts", course, "course", stage="demo", prepare=acts.cohort(LONG, trust="A trust")
        ),
        _admin(
            "admin course: cohort refused",
            f"{course}/cohorts",
            "course",
            stage="demo",
            form=backwards,
            via=course,
            status=422,
        ),
        _admin("cohort: empty", cohort, "cohort", stage="demo", prepare=acts.cohort("Spring")),
        _admin("cohort: retired", cohort, "cohort", stage="demo", prepare=acts.cohort("Of old", retired=True)),
        _admin("cohort: with keys", cohort, "cohort", stage="demo", prepare=acts.with_keys("With keys")),
        _admin(
            "cohort: key refused",
            f"{cohort}/keys",
            "cohort",
            stage="demo",
            prepare=acts.cohort("Keyless"),
            form={"seats": "none", "key_until": "2026-01-01"},
            via=cohort,
            status=422,
        ),
        _admin("cohort windows: none", f"{cohort}/windows", "windows", stage="demo", prepare=acts.cohort("Ever open")),
        _admin("cohort windows: moved", f"{cohort}/windows", "windows", prepare=acts.with_window("Moved")),
        _admin("cohort window: of a quiz", f"{cohort}/windows/gate", "window", prepare=acts.with_window("Moved")),
        _admin(
            "cohort window: refused",
            f"{cohort}/windows/gate",
            "window",
            prepare=acts.with_window("Moved"),
            form={"days": "7", "opens": "2026-12-02T09:00", "closes": ""},
            via=f"{cohort}/windows/gate",
            status=422,
        ),
        _admin("organisations: list", organisations, "organisations", stage="demo"),
        _admin(
            "organisations: no name", organisations, "organisations", form={"name": ""}, via=organisations, status=422
        ),
    ]


def _lists() -> list[Page]:
    lists, one = "/admin/rosters", "/admin/rosters/{roster}"
    nothing = {"course": DEMO, "cohort": "", "pasted": ""}
    nameless = {"course": DEMO, "cohort": "", "pasted": "Name,Number\nSiân,1"}
    return [
        _admin("lists: form", lists, "rosters"),
        _admin("lists: nothing given", lists, "rosters", stage="demo", form=nothing, via=lists, status=422),
        _admin("lists: no e-mails", lists, "rosters", stage="demo", form=nameless, via=lists, status=422),
        _admin(
            "list: plan of 404 rows", one, "roster_plan", stage="demo", prepare=acts.planned(404, "Autumn 2026", "a")
        ),
        _admin("list: plan, no row fits", f"{one}?find=nobody", "roster_plan", stage="demo", prepare=acts.planned(5)),
        _admin("list: under way", one, "roster_progress", stage="demo", prepare=acts.running(150, "b")),
        _admin("list: report", one, "roster_report", stage="demo", prepare=acts.used(12, "c", "Winter 2026")),
        _admin("list: report, a day later", one, "roster_report", prepare=acts.a_day_later(_used_small())),
        _admin("list: gone", one, "roster_gone", prepare=acts.a_day_later(acts.planned(5, course=SMALL))),
        _admin("mail: none", "/admin/messages?state=dead", "messages"),
        _admin("mail: in every state", "/admin/messages", "messages", stage="demo", prepare=acts.mail_in_every_state),
        _admin("audit: everything", "/admin/audit", "audit", stage="demo"),
        _admin("audit: days and a name", "/admin/audit?who=ada&from=2026-11-01&to=2026-11-30", "audit"),
        _admin("audit: one list", "/admin/audit?roster={roster}", "audit", prepare=acts.used(8, "e", course=SMALL)),
        _admin("audit: one person", "/admin/audit?person={person}", "audit", prepare=acts.seen(ADMIN)),
        _admin("audit: nothing of that kind", "/admin/audit?verb=nothing", "audit"),
    ]


def _used_small():
    return acts.used(4, "d", course=SMALL)


def _invitations() -> list[Page]:
    link, template = "/invitations/{token}", "account/invitation.html"
    invited = acts.added(LONG, "invited@example.org")
    short = {"name": LONG, "password": "short"}
    spent = "/invitations/spent"
    return [
        Page("invitation: open", link, template, "", prepare=acts.by_administrator(invited)),
        refused(
            "invitation: short password",
            link,
            template,
            form=short,
            prepare=acts.by_administrator(acts.added("Łucja", "lucja@example.org")),
        ),
        Page("invitation: spent", spent, "errors/error.html", status=404),
    ]


ADMIN_PAGES = [*_people(), *_erasures(), *_holdings(), *_courses(), *_lists(), *_invitations()]
