"""What a browser does: each visit is a generator that yields requests and is sent the address it is led on to.

The load client and the count of statements play the same visits. Only the standard library is imported, so that a
load client starts at once.
"""

import json
import secrets
from collections.abc import Callable, Generator
from dataclasses import dataclass
from itertools import count

COURSE = "foundation-dry-needling"
QUIZ = "ten-questions"
OPEN_LESSON = "what-this-course-is"
LESSON = "common-minor-short-lived"
QUESTIONS = 10
AT_THE_ENDS = 20
BETWEEN = 500 - 2 * AT_THE_ENDS
PASSWORD = "a password for the bench"
HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

NEVER_STALE = 1_000_000_000

_client = secrets.token_hex(8)
_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """Who visits: the session's cookie and its token against forged requests, both as the server gave them.

    `attempt` is the address of an open attempt, where the visit needs one.
    """

    email: str = ""
    cookie: str = ""
    token: str = ""
    attempt: str = ""


@dataclass(frozen=True)
class Step:
    """One request of a visit; `expected` is the status without which the bench is worth nothing.

    A JSON body goes with the person's token in X-CSRF-Token. `encoding` in place of what browsers accept.
    """

    name: str
    method: str
    path: str
    body: str = ""
    kind: str = ""
    expected: int = 200
    encoding: str = ""


Visit = Generator[Step, str, None]


def lesson(_person: Person) -> Visit:
    """A lesson, signed in and enrolled."""
    yield get("lesson", f"/learn/{COURSE}/lessons/{LESSON}")


def save(person: Person) -> Visit:
    """One answer, saved as JSON."""
    number = next(_numbers)
    yield saving("save", person.attempt, [_answer(number % QUESTIONS + 1, number)])


def fill(person: Person) -> Visit:
    """All the saves between the first few of an attempt and the last few of five hundred, in one request."""
    yield saving("fill", person.attempt, [_answer(number % QUESTIONS + 1, number) for number in range(1, BETWEEN + 1)])


def attempt(person: Person) -> Visit:
    """A whole attempt by the budget's list: start, one save of ten, summary, submission, result.

    The page with the questions, which a browser opens after the start, is a row of its own.
    """
    path = yield post("start", f"/learn/{COURSE}/quizzes/{QUIZ}/attempts", person)
    yield saving("save ten", path, [_answer(slot, slot) for slot in range(1, QUESTIONS + 1)])
    yield get("summary", f"{path}/summary")
    result = yield post("submission", f"{path}/submission", person)
    yield get("result", result)


def questions(person: Person) -> Visit:
    """The page of an open attempt, with its ten questions."""
    yield get("questions", person.attempt)


def learner_home(_person: Person) -> Visit:
    """The learner's home."""
    yield get("learner home", "/learn")


def sign_in_page(_person: Person) -> Visit:
    """The page on which one signs in, at a first visit."""
    yield get("sign-in page", "/sign-in")


def home(_person: Person) -> Visit:
    """The public home page, at a first visit."""
    yield get("home", "/")


def hello(_person: Person) -> Visit:
    """The unit."""
    yield get("hello", "/")


def sign_in(person: Person) -> Visit:
    """A sign-in, by somebody with the sign-in page before them."""
    body = f"csrf_token={person.token}&email={person.email}&password={PASSWORD.replace(' ', '+')}"
    yield Step("sign in", "POST", "/sign-in", body, FORM, 303)


VISITS: dict[str, Callable[[Person], Visit]] = {
    "hello": hello,
    "lesson": lesson,
    "save": save,
    "fill": fill,
    "attempt": attempt,
    "questions": questions,
    "learner home": learner_home,
    "sign-in page": sign_in_page,
    "home": home,
    "sign in": sign_in,
}
BY_VISITORS = ("hello", "sign-in page", "home")


def get(name: str, path: str) -> Step:
    """A page."""
    return Step(name, "GET", path)


def post(name: str, path: str, person: Person) -> Step:
    """A form that holds nothing but its token."""
    return Step(name, "POST", path, f"csrf_token={person.token}", FORM, 303)


def saving(name: str, path: str, answers: list[dict], client: str = _client) -> Step:
    """Answers to an attempt, as JSON."""
    return Step(name, "POST", f"{path}/responses", json.dumps({"client": client, "responses": answers}), JSON)


def _answer(slot: int, seq: int) -> dict:
    moment = "2026-11-22T09:00:01.250Z"
    return {"slot": slot, "choice": ["a"], "seq": seq, "base": NEVER_STALE, "flag": False, "client_time": moment}
