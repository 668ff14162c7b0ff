"""Somebody who sends what stands on another's pages, and whether they got anything by it.

What is not theirs has to look like what does not exist: the same answer as for an id that nobody has, nothing changed
that is the owner's, and none of the owner's words in it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from werkzeug.test import Client, TestResponse

from course_app.extensions import read_connection
from course_app.models import Course, Enrolment, Membership, Observer, Organisation, Person
from course_app.queries.catalogue import newest_outline
from tests.crawling import Target
from tests.stage import Stage
from tests.watching import Watch

NOBODYS_ID, NOBODYS_NUMBER, NOBODYS_NAME = "0123456789abcdef" * 2, 999_999, "no-such-thing"
JSON = {"client": "stranger", "responses": [{"slot": 1, "choice": ["a"], "seq": 1}], "paragraph": 1}
OF_THE_REQUEST = re.compile(r'give the number \w+|csrf[-_]token" (value|content)="[^"]*"|name="client" value="\w+"')


@dataclass(frozen=True)
class Stranger:
    """A person as the rules of access see them; without a number a visitor."""

    role: str
    person: int = 0
    is_admin: bool = False
    teaches: frozenset[str] = frozenset()
    learns: frozenset[str] = frozenset()
    observes: frozenset[str] = frozenset()
    reviews: frozenset[str] = frozenset()


@dataclass
class Strangers:
    """Those who ask on one stage."""

    stage: Stage
    watch: Watch
    browsers: dict[Stranger, Client] = field(default_factory=dict)

    def known(self, role: str, person: int) -> Stranger:
        """The person with what they are in which course."""
        with self.stage.app.app_context(), read_connection() as connection:
            courses = select(Course.slug)
            is_admin = connection.execute(select(Person.is_admin).where(Person.id == person)).scalar_one()
            taught = courses.join(Membership, Membership.course_id == Course.id)
            learnt = courses.join(Enrolment, Enrolment.course_id == Course.id)
            held = taught.where(Membership.person_id == person)
            teaches = connection.scalars(held.where(Membership.role == "instructor"))
            reviews = connection.scalars(held.where(Membership.role == "reviewer"))
            learns = connection.scalars(learnt.where(Enrolment.person_id == person))
            seen = select(Organisation.public_id).join(Observer).where(Observer.person_id == person)
            observes = frozenset(connection.scalars(seen))
            return Stranger(role, person, is_admin, frozenset(teaches), frozenset(learns), observes, frozenset(reviews))

    def ask(self, who: Stranger, target: Target, as_json: bool = False) -> TestResponse:
        """Send the request in the stranger's own browser."""
        adapter = self.stage.app.url_map.bind("localhost")
        path = adapter.build(target.endpoint, dict(target.ids), method=target.method)
        sent: dict[str, list[str]] = {}
        for name, value in target.fields:
            sent.setdefault(name, []).append(value)
        if target.method == "GET":
            return self._browser(who).get(path, query_string=sent)
        return self._browser(who).post(path, **({"json": JSON} if as_json else {"data": sent}))

    def holes(
        self, who: Stranger, asked: Target, compared: Target, owner: Stranger, words: tuple[str, ...], **how: bool
    ) -> Iterator[str]:
        """What the stranger got by one request that a request for what nobody has would not have got them."""
        answer, changed = self._watched(who, lambda: self.ask(who, asked, **how))
        like, _changed = self._watched(who, lambda: self.ask(who, compared, **how))
        what = f"{who.role}: {asked.method} {asked.endpoint} {dict(asked.ids)} {asked.fields} {how}"
        if _meaning(answer, asked, compared) != _meaning(like, asked, compared):
            yield f"{what} is answered {answer.status_code}, not as what is not there ({like.status_code})"
        if any(self._is_anothers(row, who, owner) for row in changed):
            yield f"{what} changed what is not the stranger's: {changed}"
        if told := [one for one in words if one in answer.text]:
            yield f"{what} tells {told}"

    def _is_anothers(self, row: frozenset[tuple[str, int]], who: Stranger, owner: Stranger) -> bool:
        if ("person", owner.person) in row:
            return True
        with self.stage.app.app_context():
            courses = {("course", newest_outline(slug).course_id) for slug in owner.teaches - who.teaches}
        return ("person", who.person) not in row and bool(row & courses)

    def _watched(self, who: Stranger, act: Callable[[], TestResponse]) -> tuple[TestResponse, list]:
        self._browser(who)
        self.watch.settle()
        answer, changed = self.watch.changed(act)
        if changed or answer.location:
            self.browsers.pop(who)  # it may have signed itself out, or be about to be told what was done
        return answer, changed

    def _browser(self, who: Stranger) -> Client:
        if who not in self.browsers:
            browser = self.stage.app.test_client()
            if who.person:
                with self.stage.app.app_context():
                    browser.set_cookie("course_session", self.stage.cookie(who.person))
            self.browsers[who] = browser
        return self.browsers[who]


def absent(value: str | int) -> str | int:
    """An id of the same kind that nobody has."""
    if isinstance(value, int):
        return NOBODYS_NUMBER
    if re.fullmatch(r"[0-9a-f]{32}", value):
        return NOBODYS_ID
    return str(NOBODYS_NUMBER) if value.isdecimal() else NOBODYS_NAME


def _meaning(answer: TestResponse, *targets: Target) -> tuple[int, str, str]:
    """The answer without what tells one request from the other: their ids and values, and its own number."""
    values = {str(value) for one in targets for _name, value in (*one.ids, *one.fields)}
    mine = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True) if value)
    plain = OF_THE_REQUEST.sub("", answer.text)
    told = (plain, (answer.location or "").partition("#")[0])
    body, location = (re.sub(rf"(?<!\w)({mine})(?!\w)", "*", one) if mine else one for one in told)
    return answer.status_code, location, "" if location else body
