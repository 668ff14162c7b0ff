"""The registry of pages: every HTML page of the site in each of its states.

axe, the HTML checker, the tests of width and the screenshots walk it; tests/architecture/test_pages.py fails when a
template or an address is missing from it. A state is prepared through the services, on a stage of tests/stage.py.
"""

from course_app.formats.course_yaml import parse_course
from course_app.services.demonstrating import LEARNER
from course_app.settings import lessons_folder
from tests import acts
from tests.acts import DEMO, SMALL
from tests.admin_pages import ADMIN_PAGES
from tests.conftest import PASSWORD
from tests.enquiry_pages import ENQUIRY_PAGES
from tests.exchange_pages import EXCHANGE_PAGES
from tests.instructor_pages import INSTRUCTOR_PAGES
from tests.mail_pages import MAIL_PAGES
from tests.newsletter_pages import NEWSLETTER_PAGES
from tests.observer_pages import OBSERVER_PAGES
from tests.passkey_pages import PASSKEY_PAGES
from tests.practical_pages import PRACTICAL_PAGES
from tests.quiz_pages import QUIZ_PAGES
from tests.record_pages import RECORD_PAGES
from tests.showing import Page, real, refused
from tests.stage import DEFECT
from tests.type_pages import TYPE_PAGES

LONG_NAME = "Maria Aleksandra Wiśniewska-Dąbrowska de Albuquerque e Sousa"
UNBROKEN = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch.Wyn"
DEMO_LESSONS = tuple(
    entry.id
    for module in parse_course((lessons_folder() / DEMO / "course.yaml").read_text(), "course.yaml")[0].modules
    for entry in module.lessons
)


def _public() -> list[Page]:
    home, courses = "public/home.html", "public/courses.html"
    syllabus, glossary = "public/syllabus.html", "public/glossary.html"
    error, search = "errors/error.html", "public/search.html"
    real = f"/courses/{DEMO}/search"
    return [
        Page("home: one course", "/", home, stage="demo"),
        Page("home: signed in", "/", home, LEARNER, stage="demo"),
        Page("home: dark and larger by choice", "/", home, stage="demo", cookies={"appearance": "dark.larger"}),
        Page("home: several courses", "/", courses),
        Page("home: no course", "/", courses, stage="bare"),
        Page("course: visitor", f"/courses/{DEMO}", syllabus, stage="demo"),
        Page("course: not enrolled", f"/courses/{DEMO}", syllabus, LONG_NAME, (), stage="demo"),
        Page("course: enrolled", f"/courses/{DEMO}", syllabus, LEARNER, stage="demo"),
        Page("course: short", f"/courses/{SMALL}", syllabus),
        Page("course: closed, not enrolled", "/courses/closed-course", syllabus, "Ann Else"),
        Page("sources: many", f"/courses/{DEMO}/sources", "public/sources.html", stage="demo"),
        Page("sources: two", f"/courses/{SMALL}/sources", "public/sources.html", "Ann Else"),
        Page("sources: none", "/courses/closed-course/sources", "public/sources.html"),
        Page("glossary: full", f"/courses/{DEMO}/glossary", glossary, stage="demo"),
        Page("glossary: one term", f"/courses/{SMALL}/glossary", glossary, "Ann Else"),
        Page("glossary: empty", "/courses/closed-course/glossary", glossary),
        Page("search: empty, visitor", f"/courses/{SMALL}/search", search),
        Page("search: one letter", f"/courses/{SMALL}/search?q=a", search, "Ann Else"),
        Page("search: visitor's results", f"{real}?q=soreness", search, stage="demo"),
        Page("search: results, a word mistyped", f"{real}?q=sorness+trial", search, LEARNER, stage="demo"),
        Page("search: some of the words, one unknown", f"{real}?q=bleed+twitch+{UNBROKEN}", search, stage="demo"),
        Page("search: one kind, first page", f"{real}?q=needle&in=lessons", search, LEARNER, stage="demo"),
        Page("search: one kind, a later page", f"{real}?q=needle&in=sources&after=source-ref-3", search, stage="demo"),
        Page("search: nothing, but words like it", f"{real}?q=pmeunothorxa", search, stage="demo"),
        Page("search: nothing, too long", f"{real}?q={'%E6%B0%B4' * 300}", search, "Ann Else", (), stage="demo"),
        Page("privacy", "/privacy", "public/privacy.html"),
        Page("cookies", "/cookies", "public/cookies.html"),
        Page("accessibility", "/accessibility", "public/accessibility.html"),
        Page("offline: nothing kept", "/offline", "public/offline.html"),
        Page("error: not there, visitor", "/nothing-here", error, status=404),
        Page("error: not there, signed in", "/attempts/nothing-here", error, "Ann Else", status=404),
        Page("error: not that way", f"/learn/{SMALL}/enrolment", error, "Ann Else", status=405),
        Page("error: defect", DEFECT, error, status=500),
        Page("error: not yours", "/learn/closed-course/quizzes/doors", error, "Ann Else", status=404),
        Page(
            "error: no such paragraph",
            f"/learn/{SMALL}/lessons/second-steps/place",
            error,
            "Ann Else",
            form={"paragraph": "999"},
            via=f"/learn/{SMALL}/lessons/second-steps",
            status=422,
        ),
    ]


def _account() -> list[Page]:
    sign_in, register, account = "account/sign_in.html", "account/registration.html", "account/account.html"
    first, again = "account/first_administrator.html", "errors/send_again.html"
    link = "/first-administrator/{token}"
    known = {"email": "learner@example.org", "password": "not the password"}
    throttled = {"email": "classmate@example.org", "password": "not the password"}
    taken = {"name": LONG_NAME, "email": "learner@example.org", "password": "a few words of mine"}
    wrong = {"name": "", "email": "nobody at example", "password": "short"}
    ask, mail, new = "account/forgotten_password.html", "account/password_mail.html", "account/new_password.html"
    own, email, details = "account/password.html", "account/email.html", "account/details.html"
    setup, step, codes = (f"account/{name}.html" for name in ("second_step_setup", "second_step", "recovery_codes"))
    step_page, teaches = "/account/second-step", {"person": "Ada Lane", "learns": (), "stage": "demo"}
    coded = {"email": "outsider@example.org", "password": PASSWORD}
    erasure = "account/erasure.html"
    guessable = {"password": "password1234", "current": ""}
    return [
        Page("forgotten password: empty", "/forgotten-password", ask),
        refused("forgotten password: errors", "/forgotten-password", ask, form={"email": "nobody at example"}),
        Page(
            "forgotten password: mail sent",
            "/forgotten-password",
            mail,
            form={"email": "nobody@example.org"},
            via="/forgotten-password",
        ),
        Page("new password: empty", "/new-password/{token}", new, LONG_NAME, prepare=acts.forgot_password),
        refused(
            "new password: guessable",
            "/new-password/{token}",
            new,
            "Ann Else",
            form=guessable,
            prepare=acts.forgot_password,
        ),
        Page("new password: spent", "/new-password/spent", "errors/error.html", status=404),
        Page("change password: empty", "/account/password", own, "Ann Else"),
        refused("change password: errors", "/account/password", own, "Ann Else", form=guessable),
        Page("change e-mail: empty", "/account/email", email, "Ann Else"),
        refused("change e-mail: errors", "/account/email", email, "Ann Else", form={"email": "x"}),
        Page("second step: off", "/account/second-step", setup, "Ann Else"),
        refused(
            "second step: errors", "/account/second-step", setup, "Ann Else", form={"code": "123456", "current": ""}
        ),
        Page("second step: on", "/account/second-step", step, "Ann Else", prepare=acts.second_step_on),
        Page("second step: soon needed", step_page, setup, **teaches, prepare=acts.instructs(3)),
        Page("second step: needed", step_page, setup, **teaches, prepare=acts.instructs(14)),
        Page("second step: on and needed", step_page, step, **teaches, prepare=acts.instructs(20, acts.second_step_on)),
        Page(
            "teaching: second step soon needed",
            "/instructor",
            "instructor/home.html",
            **teaches,
            prepare=acts.instructs(3),
        ),
        Page(
            "second step: not turned off",
            "/account/second-step/end",
            step,
            "Ann Else",
            prepare=acts.second_step_on,
            form={"current": ""},
            via="/account/second-step",
            status=422,
        ),
        Page("account: second step on", "/account", account, "Ann Else", prepare=acts.second_step_on),
        Page(
            "account: something given",
            "/account",
            account,
            "Ann Else",
            prepare=acts.given(extra_percent=25, larger_text=True, reduced_motion=True),
        ),
        Page("recovery codes: shown before", "/account/recovery-codes", codes, "Ann Else"),
        Page(
            "recovery codes: new",
            "/account/recovery-codes",
            codes,
            "Ann Else",
            prepare=acts.second_step_on,
            form={"current": PASSWORD},
            via="/account/second-step",
        ),
        Page("sign in: code", "/sign-in", "account/code.html", form=coded, via="/sign-in", prepare=acts.outsiders_code),
        Page("name and zone", "/account/details", details, LONG_NAME),
        refused("name and zone: errors", "/account/details", details, "Ann Else", form={"name": "", "zone": "x"}),
        Page(
            "confirmation: own e-mail",
            "/confirmations/{token}",
            "account/confirmation.html",
            LONG_NAME,
            prepare=acts.wants_email("elsewhere@example.org"),
        ),
        Page("own erasure: not asked for", "/account/erasure", erasure, LONG_NAME, prepare=acts.handed_in("practice")),
        Page(
            "own erasure: password missing",
            "/account/erasure",
            erasure,
            "Ann Else",
            form={"current": ""},
            via="/account/erasure",
            status=422,
        ),
        Page(
            "own erasure: asked for",
            "/account/erasure",
            erasure,
            "Ann Else",
            form={"current": PASSWORD},
            via="/account/erasure",
        ),
        Page("own data: not asked for", "/account/data", "account/holdings.html", LONG_NAME),
        Page(
            "own data: password missing",
            "/account/data",
            "account/holdings.html",
            "Ann Else",
            form={"current": ""},
            via="/account/data",
            status=422,
        ),
        Page(
            "own data: ready",
            "/account/data",
            "account/holdings.html",
            "Ann Else",
            form={"current": PASSWORD},
            via="/account/data",
        ),
        Page("account: erasure asked for", "/account", account, "Ann Else", prepare=acts.asked_for_erasure),
        Page("confirmation: spent", "/confirmations/spent", "errors/error.html", status=404),
        Page("account: e-mail not confirmed", "/account", account, "Ann Else", prepare=acts.unconfirmed),
        Page(
            "account: link sent again",
            "/account/confirmation",
            account,
            "Ann Else",
            prepare=acts.unconfirmed,
            form={},
            via="/account",
        ),
        Page("sign in: empty", "/sign-in", sign_in),
        Page("sign in: on the way to a lesson", f"/learn/{SMALL}/lessons/second-steps", sign_in),
        refused("sign in: nothing given", "/sign-in", sign_in, form={"email": ""}),
        refused("sign in: wrong", "/sign-in", sign_in, form=known),
        refused(
            "sign in: too often",
            "/sign-in",
            sign_in,
            form=throttled,
            prepare=acts.failed_to_sign_in(throttled["email"]),
        ),
        Page("register: empty", f"/register?course={SMALL}", register),
        refused("register: errors in every field", "/register", register, form=wrong),
        refused("register: e-mail taken", "/register", register, form=taken),
        Page("account: one sign-in", "/account", account, "Siân Ŵyn"),
        Page("account: many sign-ins", "/account", account, LONG_NAME, prepare=acts.signed_in_elsewhere(30)),
        Page("account: long words", "/account", account, UNBROKEN, prepare=acts.signed_in_elsewhere(1)),
        Page(
            "account: signed out elsewhere",
            "/account/other-sign-ins/revocation",
            account,
            "محمد عبد الرحمن",
            prepare=acts.signed_in_elsewhere(1),
            form={},
            via="/account",
        ),
        Page("first administrator: empty", link, first, stage="bare", prepare=acts.without_administrator),
        refused(
            "first administrator: errors", link, first, stage="bare", form=wrong, prepare=acts.without_administrator
        ),
        Page("first administrator: spent", "/first-administrator/spent", "errors/error.html", status=404),
        refused(
            "send again: with a password",
            "/sign-in",
            again,
            form={"email": "learner@example.org", "password": PASSWORD, "csrf_token": "old"},
        ),
        Page(
            "send again: without",
            "/appearance",
            again,
            "Ann Else",
            form={"theme": "dark", "csrf_token": "old"},
            via="/account",
            status=422,
        ),
        Page(
            "sign in again: typed while signed out",
            f"/learn/{SMALL}/enrolment",
            "errors/sign_in_again.html",
            form={"words": "what was typed"},
            via="/sign-in",
            status=422,
        ),
        Page("send again: not from here", "/sign-in", again, form={"email": "someone@example.org"}, status=422),
    ]


def _learning() -> list[Page]:
    home, lesson = "learner/home.html", "learner/lesson.html"
    second = f"/learn/{SMALL}/lessons/second-steps"
    soreness = f"/learn/{DEMO}/lessons/post-needling-soreness"
    all_passed = (acts.handed_in(quiz) for quiz in ("practice", "sitting", "final"))
    return [
        Page("learner's home: not enrolled", "/learn", home, "王小明", ()),
        Page("learner's home: e-mail not confirmed", "/learn", home, "Ann Else", prepare=acts.unconfirmed),
        Page("learner's home: withdrawn", "/learn", home, "Ann Else", prepare=acts.withdrawn),
        Page("course: withdrawn", f"/courses/{SMALL}", "public/syllabus.html", "Ann Else", prepare=acts.withdrawn),
        Page("learner's home: access ended", "/learn", home, "Ann Else", prepare=acts.access_ended),
        Page("enrol: visitor with a link", "/enrol?key=abcd-efgh-jkmn-pqrs", "learner/key.html"),
        Page("enrol: signed in with a link", "/enrol?key=abcd-efgh-jkmn-pqrs", "learner/key.html", LONG_NAME),
        refused("enrol: no such key", "/enrol", "learner/key.html", "Ann Else", form={"key": "abcd-efgh-jkmn-pqrs"}),
        Page("learner's home: nothing to enrol in", "/learn", home, "Ann Else", (), stage="bare"),
        Page("learner's home: at the beginning", "/learn", home, LONG_NAME, (DEMO,), stage="demo"),
        Page("learner's home: under way", "/learn", home, LEARNER, stage="demo"),
        Page(
            "learner's home: half-way through a lesson",
            "/learn",
            home,
            "Siân Ŵyn",
            (DEMO,),
            stage="demo",
            prepare=acts.stopped_at("how-long-relief-lasts", 4, DEMO),
        ),
        Page("learner's home: attempt open", "/learn", home, UNBROKEN, prepare=acts.half_answered("final")),
        Page(
            "learner's home: time was up",
            "/learn",
            home,
            "Ann Else",
            prepare=acts.half_answered("sitting", minutes_ago=11),
        ),
        Page("learner's home: complete", "/learn", home, "İbrahim", prepare=acts.several(acts.read(), *all_passed)),
        Page(
            "learner's home: two courses",
            "/learn",
            home,
            "Ñusta",
            (SMALL, "closed-course"),
            prepare=acts.handed_in("final", right=0),
        ),
        Page(
            "enrolment: refused",
            "/learn/closed-course/enrolment",
            "learner/enrolment_refused.html",
            "Ann Else",
            form={},
            via="/learn",
            status=422,
        ),
        Page("lesson: visitor", f"/learn/{DEMO}/lessons/{DEMO_LESSONS[0]}", lesson, stage="demo"),
        Page("lesson: visitor, short", f"/learn/{SMALL}/lessons/first-steps", lesson),
        Page("lesson: open, not enrolled", f"/learn/{SMALL}/lessons/first-steps", lesson, "Ann Else", ()),
        *(real(f"lesson: {slug}", f"/learn/{DEMO}/lessons/{slug}", lesson) for slug in DEMO_LESSONS),
        real(
            "lesson: beside a read one",
            f"/learn/{DEMO}/lessons/what-happens",
            lesson,
            prepare=acts.read("working-model", course=DEMO),
        ),
        Page("lesson: read", second, lesson, "Ann Else", prepare=acts.read("second-steps")),
        real("lesson: with a place", soreness, lesson, prepare=acts.stopped_at("post-needling-soreness", 5, DEMO)),
        real("lesson: dark and larger by choice", soreness, lesson, prepare=acts.chose("dark", "larger")),
        Page(
            "lesson: planned",
            f"/learn/{SMALL}/lessons/third-steps",
            "learner/lesson_planned.html",
            "Ann Else",
            status=404,
        ),
        Page("lesson: not enrolled", second, "learner/not_enrolled.html", "Ann Else", (), status=404),
        *_correcting(),
        Page("course: not enrolled yet", f"/learn/{SMALL}", "learner/not_enrolled.html", "Ann Else", (), status=404),
    ]


def _correcting() -> list[Page]:
    one, own, second = "learner/correction.html", "learner/corrections.html", f"/learn/{SMALL}/lessons/second-steps"
    there, typed = f"{second}/corrections/kettles-whistle", {"body": "", "wording": acts.KETTLES}
    done = acts.suggested(
        ("taken-up", ""),
        ("declined", "The table counts whistles, not kettles."),
        bodies=("It is two in ten.", f"See {UNBROKEN}, p. 4.", "قد يكون العدد اثنين من عشرة."),
    )
    return [
        Page("correction: nothing suggested yet", there, one, "Ann Else"),
        Page("correction: suggested, decided", there, one, LONG_NAME, prepare=done),
        real(
            "correction: a paragraph of several sentences",
            f"/learn/{DEMO}/lessons/post-needling-soreness/corrections/{{passage}}",
            one,
            prepare=acts.among_others("post-needling-soreness"),
        ),
        refused("correction: nothing written", there, one, "Ann Else", form=typed),
        refused("correction: read before it changed", there, one, "Ann Else", form={"body": "Two.", "wording": "Old."}),
        Page("corrections of one's own: none", f"/learn/{SMALL}/corrections", own, "Ann Else"),
        Page("corrections of one's own: some", f"/learn/{SMALL}/corrections", own, LONG_NAME, prepare=done),
    ]


PAGES = [
    *_public(),
    *_account(),
    *_learning(),
    *QUIZ_PAGES,
    *TYPE_PAGES,
    *PASSKEY_PAGES,
    *INSTRUCTOR_PAGES,
    *EXCHANGE_PAGES,
    *ADMIN_PAGES,
    *OBSERVER_PAGES,
    *MAIL_PAGES,
    *PRACTICAL_PAGES,
    *ENQUIRY_PAGES,
    *NEWSLETTER_PAGES,
    *RECORD_PAGES,
]
