"""Nobody gets at another's things by their ids: every address and every form of another's page is tried.

The pages are those of the registry, as their owner sees them. Each stranger asks for every address in them, sends
every form, and puts the owner's values, one at a time, into the forms of their own pages. A new endpoint with an id,
or a new form, that no page brings along fails here until a page does, or it is named with a reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, product

import pytest
from flask import Flask, abort
from sqlalchemy import select, update

from course_app.extensions import read_connection
from course_app.gateways import clock
from course_app.models import Attempt, Person
from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.services import administering, attempting, grouping
from course_app.services.transaction import transaction
from course_app.web.shared.access import public
from tests import admin_acts, group_acts, showing, stage
from tests.acts import SMALL
from tests.admin_pages import ADMIN
from tests.conftest import START, person_named
from tests.crawling import Target, targets_of
from tests.instructor_pages import OLA
from tests.pages import PAGES
from tests.showing import Page
from tests.stage import Stage
from tests.strangers import Stranger, Strangers, absent
from tests.watching import Watch

OWNER, TWIN = "Przemysława Właścicielska", "Bliźniak Obcy"
ROLES = ("classmate", "outsider", "instructor", "other-instructor", "reviewer", "observer", "admin")
NUMBERS = count(1)
WORDS = {
    "small-course": ("Tea is warm", "Tea may calm", "One kettle in ten", "right in T01", "Brewing"),
    "closed-course": ("What do doors do?", "No door has been heard to sing"),
}
BY_LINK = "whoever holds the link of a mail may, signed in or not"
FOR_ANYBODY = {
    "public.syllabus": "what a course is about is public",
    "public.glossary": "its terms are public",
    "public.search": "it finds what whoever asks may read, which tests/web/test_search.py holds",
    "public.record": "whoever holds the paper has its id",
    "learner.enrolment": "anybody may ask to be enrolled, and is told when a course is closed",
    "account.first_administrator": BY_LINK,
    "account.open_first_administrator": BY_LINK,
    "account.new_password": BY_LINK,
    "account.set_new_password": BY_LINK,
    "account.confirmation": BY_LINK,
    "account.confirm": BY_LINK,
    "account.invitation": BY_LINK,
    "account.accept_invitation": BY_LINK,
    "public.newsletter_link": BY_LINK,
    "public.agree_to_newsletter": BY_LINK,
    "public.mails": BY_LINK,
    "public.stop_mails": BY_LINK,
    "public.have_mails_again": BY_LINK,
}
FOR_READERS = ("learner.lesson", "learner.correction", "learner.suggest_correction", "learner.corrections")
"""For whoever may read the lesson: those who teach it, too, and anybody where it is open."""
UNSIGNED = "its form is shown to nobody who is signed in, and names nobody but by what is typed or proved"
FOR_REVIEWERS = {
    "instructor.questions",
    "instructor.question",
    "instructor.question_comparison",
    "instructor.question_approvals",
    "instructor.add_comment",
    "instructor.settle_comment",
}
FOR_VISITORS = {
    "account.ask_for_password": UNSIGNED,
    "account.open_account": UNSIGNED,
    "account.open_sign_in_by_code": UNSIGNED,
    "account.open_sign_in_by_passkey": UNSIGNED,
    "account.open_sign_in_by_second_passkey": UNSIGNED,
}
NOBODY = Stranger("nobody", -1)
ALONE = ("account.revoke_sign_in", "account.remove_passkey")
VOCABULARY = "a word of the program, the same in every course and on everybody's page"
WITHIN = "counts within the thing that the address names, whose own numbers all look alike"
NO_IDS = {
    "secret": "made for this form alone, and kept nowhere before it is sent",
    "next": "where to go afterwards, which is asked for like any other address",
    "email": "what one writes oneself; the page only repeats it",
    **dict.fromkeys(("number", "opened", "version", "leave", "take", "count"), WITHIN),
    **dict.fromkeys(
        (
            "act",
            "level",
            "difficulty",
            "type",
            "pool",
            "state",
            "origin",
            "format",
            "finding",
            "facility",
            "change",
            "which",
            "wanted",
            "list",
            "comments",
        ),
        VOCABULARY,
    ),
    **{f"letter-{place}": "an option's letter within the question" for place in range(6)},
    **{f"part-{part}-{line}-kind": VOCABULARY for part in range(12) for line in range(2)},
    **dict.fromkeys(
        ("passed", "failed", "presentation", "required", "theme", "text", "only", "decided", "given", "whole"),
        VOCABULARY,
    ),
}
OLAS = (
    *("questions", "questions?words=door&after=A", "questions/D01", "questions/D01/edit", "new-question"),
    *(
        "quizzes",
        "quizzes/doors",
        "quizzes/doors/edit",
        "quizzes/doors/versions/1",
        "quizzes/doors/results",
        "new-quiz",
    ),
)


def observing(on: Stage, admin: int) -> dict[str, str]:
    """Somebody observes two organisations."""
    with on.app.app_context():
        person = person_named("observer").public_id
        for name in ("A trust", "Another trust"):
            administering.let_observe(admin, person, grouping.make_organisation(admin, name, on.now), on.now)
    return {"person": person}


MORE = [
    Page("lesson: not read yet", f"/learn/{SMALL}/lessons/second-steps", "", "Ann Else"),
    *(Page(f"other course: {one}", f"/instructor/closed-course/{one}", "", OLA) for one in OLAS),
    *(
        Page(f"administration: {address}", address, "", ADMIN, (), prepare=prepare)
        for address, prepare in (
            ("/admin/cohorts/{cohort}", admin_acts.cohort("In use", SMALL)),
            ("/admin/cohorts/{cohort}", admin_acts.with_keys("With keys", SMALL)),
            ("/admin/cohorts/{cohort}/windows", admin_acts.with_window("Timed")),
            ("/admin/cohorts/{cohort}/windows/gate", admin_acts.with_window("Timed")),
            ("/admin/cohorts/{cohort}/progress", group_acts.trust("A fourth trust", SMALL, is_observed=False)),
            ("/admin/cohorts/{cohort}", admin_acts.cohort("Retired", SMALL, retired=True)),
            ("/admin/rosters/{roster}", admin_acts.planned(5, course=SMALL, mark="plan")),
            ("/admin/rosters/{roster}", admin_acts.used(5, course=SMALL, mark="used")),
            ("/admin/people/{person}", observing),
            ("/admin/people/{person}", admin_acts.seen("learner@example.org")),
            ("/admin/messages", admin_acts.mail_in_every_state),
        )
    ),
]
SMALL_PAGES = [page for page in PAGES if page.stage == "small" and page.person]


@dataclass(frozen=True)
class Owned:
    """A request that stands on a page, whose page it is, and words that nobody else may read."""

    target: Target
    owner: Stranger
    words: tuple[str, ...]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Iterator[Stage]:
    clock.set_clock(lambda: START)
    made = stage.build(tmp_path_factory.mktemp("stages"))
    made["small"].app.config["WTF_CSRF_ENABLED"] = False
    yield made["small"]
    stage.close(made)
    clock.set_clock(None)


@pytest.fixture(scope="module")
def strangers(small) -> Strangers:
    return Strangers(small, Watch(small.app))


@pytest.fixture(scope="module")
def owned(strangers) -> list[Owned]:
    """Every request of every page of somebody who is signed in."""
    return once([one for page in (*MORE, *SMALL_PAGES) for one in seen(strangers, page, OWNER)])


@pytest.fixture(scope="module")
def twins(strangers) -> list[Owned]:
    """The same of the pages that anybody has, as somebody else has them in the same states."""
    return once([one for page in SMALL_PAGES if "@" not in page.person for one in seen(strangers, page, TWIN)])


@pytest.fixture(scope="module")
def everybody(small, strangers) -> list[Stranger]:
    with small.app.app_context():
        former = small.person("Ada Former")
        other = small.person("Otto Elsewhere", ())
        group_acts.trust("A third trust", SMALL)(small, other)
        for is_admin in (True, False):
            with transaction() as session:
                session.execute(update(Person).where(Person.id == former).values(is_admin=is_admin))
        ids = {role: person_named(role).id for role in ROLES} | {
            "former administrator": former,
            "another trust’s observer": other,
        }
    return [Stranger("visitor"), *(strangers.known(role, person) for role, person in ids.items())]


def seen(strangers: Strangers, page: Page, name: str) -> list[Owned]:
    """What a page offers to its owner: whoever it names by e-mail, else somebody new of that name."""
    on, email = strangers.stage, page.person
    with on.app.app_context():
        if "@" not in email:
            email = f"{name.split(maxsplit=1)[0]}-{next(NUMBERS)}@example.org".lower()
        person = on.person(name, page.learns, email)
    answer = showing.in_client(replace(page, person=email), on)
    owner = strangers.known("owner", person)
    private = (name, email) if email != page.person else ()
    words = (*private, *(words for course in sorted(owner.teaches) for words in WORDS[course]))
    query = answer.request.query_string.decode()
    address = answer.request.path + (f"?{query}" if query else "")
    return [Owned(target, owner, words) for target in targets_of(on.app, answer.text, address)]


def once(found: list[Owned]) -> list[Owned]:
    """One request of each shape for every owner who is somebody named, and one of each shape of all the others."""
    kept = {}
    for one in found:
        kept.setdefault((one.target.shape, one.owner.teaches, one.owner.is_admin), one)
    return list(kept.values())


def may(who: Stranger, one: Target, owner: Stranger) -> bool:
    """Whether the stranger may have what the request asks for: the rules of access in a few lines."""
    ids, area = dict(one.ids), one.endpoint.partition(".")[0]
    if not ids or one.endpoint in FOR_ANYBODY:
        return True
    if area == "admin":
        return who.is_admin
    if area == "observer":
        return ids["organisation"] in who.observes
    if area == "instructor":
        reviews = one.endpoint in FOR_REVIEWERS and ids["course"] in who.reviews
        return who.is_admin or ids["course"] in who.teaches or reviews
    if "attempt" in ids or one.endpoint in ALONE:
        return who == owner
    if "image" in ids:
        return who == owner or who.is_admin or not owner.teaches.isdisjoint({*who.teaches, *who.reviews})
    is_reading = one.endpoint in FOR_READERS
    if is_reading and (who.is_admin or ids["course"] in who.teaches):
        return True
    is_open = is_reading and "lesson" in ids and newest_outline(ids["course"]).lessons[ids["lesson"]].is_open
    return ids["course"] in who.learns or is_open


def in_vain(everybody: list[Stranger], owned: list[Owned]) -> Iterator[tuple[Stranger, Owned]]:
    """Every stranger with every request that is not theirs to make."""
    for who, one in product(everybody, owned):
        if who.person != one.owner.person and not may(who, one.target, one.owner):
            yield who, one


def compared(one: Target) -> Iterator[Target]:
    """The request with each of its ids changed into one that nobody has; the names of courses are public."""
    for name, value in one.ids:
        if is_secret(one, name):
            yield one.with_id(name, absent(value))


def is_secret(one: Target, name: str) -> bool:
    """Whether it may not be told that there is such a thing: the names of courses are public, who teaches is not."""
    return name != "course" or one.endpoint.startswith("instructor.")


def swapped(own: Target, other: Target) -> Iterator[tuple[Target, Target]]:
    """One's own request with one id or value of the other's in it, and with one that nobody has in its place.

    Where the value means something of one's own (a claim of that number, a place in one's own list) there is nothing
    to compare it with; that it tells and changes nothing of the other's still holds.
    """
    for name, value in other.ids:
        is_other = dict(own.ids)[name] != value and not is_own(own, name, value)
        if is_other and name not in NO_IDS and is_secret(own, name):
            yield own.with_id(name, value), own.with_id(name, absent(value))
    mine = {*own.fields, *own.offered}
    for name, value in sorted({*other.fields, *other.offered} - mine):
        if value and name not in NO_IDS and name not in {*own.typed, *other.typed}:
            sent = own.with_field(name, value)
            yield sent, sent if is_own(own, name, value) else own.with_field(name, absent(value))


def is_own(own: Target, name: str, value: str) -> bool:
    """Whether the value means something in one's own course."""
    course = dict(own.ids).get("course")
    if name == "question":
        return authored_question(newest_outline(course), value) is not None
    return (name == "after" and value == "A") or (name == "claim" and value in newest_outline(course).claims)


def pairs_of(owned: list[Owned], twins: list[Owned]) -> Iterator[tuple[Owned, Owned]]:
    """One's own request beside the same one on another's page: learners and their twins, the two courses' authors."""
    authors = [one for one in owned if one.owner.teaches]
    for own, other in (*product(twins, owned), *product(authors, authors)):
        is_same = (own.target.method, own.target.endpoint) == (other.target.method, other.target.endpoint)
        is_alike = own.owner.teaches == other.owner.teaches and own.target.shape == other.target.shape
        is_author = own.owner.teaches and other.owner.teaches and own.owner != other.owner
        if is_same and own.target.endpoint not in FOR_ANYBODY and ((is_alike and own in twins) or is_author):
            yield own, other


def test_nothing_of_anothers_page_can_be_asked_for_or_sent(small, strangers, everybody, owned):
    """As it stands there, and as a program would send it."""
    holes = []
    with small.app.app_context():
        pairs = list(in_vain(everybody, owned))
    for who, one in pairs:
        sent = one.target.written_by("written by a stranger")
        for like in compared(sent):
            for as_json in (False, True) if sent.method == "POST" else (False,):
                holes += strangers.holes(who, sent, like, one.owner, one.words, as_json=as_json)
                refused = 404 if who.person else 401 if as_json else 303
                if strangers.ask(who, sent, as_json=as_json).status_code != refused:
                    holes.append(f"{who.role} is not refused {sent}")
    assert holes == []


def test_no_id_of_anothers_page_works_in_ones_own(small, strangers, owned, twins):
    with small.app.app_context():
        pairs = list(pairs_of(owned, twins))
        asked = [(*swap, own, other) for own, other in pairs for swap in swapped(own.target, other.target)]
    holes = []
    for sent, like, own, other in asked:
        holes += strangers.holes(own.owner, sent, like, other.owner, other.words)
    assert holes == [], "\n".join(holes)
    everywhere = {own.target.endpoint for _sent, _like, own, _other in asked}
    assert {"account.revoke_sign_in", "account.remove_passkey", "learner.result", "learner.responses"} <= everywhere
    assert {"instructor.question_versions", "instructor.add_quiz", "instructor.quiz_results"} <= everywhere


def test_no_number_of_one_persons_works_at_anothers(strangers, owned):
    """An administrator may change either, but not what is the one's under the other's name."""
    owners = [one for one in owned if one.owner.is_admin]
    holes, tried = [], set()
    for one in owners:
        if set(dict(one.target.ids)) != {"person", "key"}:
            continue
        for other in {dict(two.target.ids)["person"] for two in owners if "person" in dict(two.target.ids)}:
            sent = one.target.written_by("a reason").with_id("person", other)
            if sent.ids == one.target.ids:
                continue
            tried.add(one.target.endpoint)
            like = sent.with_id("key", absent(0))
            holes += strangers.holes(one.owner, sent, like, NOBODY, ())
    assert holes == []
    assert tried == {"admin.set_end", "admin.set_number", "admin.withdraw", "admin.take_role", "admin.end_observing"}


def test_every_endpoint_with_an_id_or_a_form_stands_on_a_page_that_was_tried(small, everybody, owned):
    with small.app.app_context():
        tried = {(one.target.method, one.target.endpoint) for _who, one in in_vain(everybody, owned)}
    on_pages = {(one.target.method, one.target.endpoint) for one in owned}
    rules = [(method, rule) for rule in small.app.url_map.iter_rules() for method in rule.methods & {"GET", "POST"}]
    with_ids = {(method, rule.endpoint) for method, rule in rules if rule.arguments}
    forms = {(method, rule.endpoint) for method, rule in rules if method == "POST" and not rule.arguments}
    assert {endpoint for _method, endpoint in with_ids - tried} == set(FOR_ANYBODY)
    assert {endpoint for _method, endpoint in forms - on_pages} == set(FOR_VISITORS)


def leaky(app: Flask) -> None:
    """Three views that forget whose attempt it is: one shows it, one tells its learner's name, one closes it."""

    def name() -> str:
        return person_named("learner").name

    def closed(attempt: str) -> tuple[str, int]:
        with transaction() as session:
            session.execute(update(Attempt).where(Attempt.public_id == attempt).values(closed_at=START))
        return "There is nothing here", 404

    for endpoint, view in (
        ("shown", lambda attempt: "One attempt" if has_attempt(attempt) else abort(404)),
        ("told", lambda attempt: (f"Not yours but of {name()}", 404)),
        ("closed", closed),
    ):
        app.add_url_rule(f"/{endpoint}/<attempt>", f"learner.{endpoint}", public(view), methods=["GET"])


def has_attempt(attempt: str) -> bool:
    with read_connection() as connection:
        return connection.execute(select(Attempt.id).where(Attempt.public_id == attempt)).first() is not None


@pytest.mark.own_app
@pytest.mark.parametrize(
    ("endpoint", "hole"), [("shown", "answered 200"), ("told", "tells"), ("closed", "changed"), ("result", "")]
)
def test_a_view_that_forgets_whose_it_is_is_found(app, time, endpoint, hole):
    """The last one is a view of the site, in which there is nothing to find."""
    leaky(app)
    learner, classmate = (person_named(name) for name in ("learner", "classmate"))
    attempt = attempting.start_attempt(learner.id, SMALL, "sitting", time.time, 1)
    found = Strangers(Stage("small", app), Watch(app))
    who, owner = found.known("classmate", classmate.id), found.known("owner", learner.id)
    asked = Target("GET", f"learner.{endpoint}", (("attempt", attempt),))
    holes = list(found.holes(who, asked, asked.with_id("attempt", absent(attempt)), owner, (learner.name,)))
    assert [hole in one for one in holes] == ([True] if hole else [])
