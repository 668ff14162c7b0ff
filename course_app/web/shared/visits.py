"""Visits are noted in the memory of each web process, and added up in the database every twenty seconds by a thread.

No page waits for that. A process that ends, however it ends, loses what it has noted since: twenty seconds at most, or
as long as the database has been away.
"""

import logging
import threading
from collections import Counter
from datetime import date

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from course_app.domain.practical_days import today
from course_app.domain.visits import ACCOUNT, CONTACT, COURSE, HOME, LESSON, STATEMENT, is_robot
from course_app.services.counting_visits import add_visits
from course_app.web.shared.access import viewer_or_none
from course_app.web.shared.moment import now

log = logging.getLogger("course_app.visits")
ADDED_EVERY = 20
COUNTED = {
    "public.home": HOME,
    "public.syllabus": COURSE,
    "public.glossary": COURSE,
    "public.sources": COURSE,
    "public.search": COURSE,
    "learner.lesson": LESSON,
    "account.register": ACCOUNT,
    "public.contact": CONTACT,
    "public.next_practical_day": CONTACT,
    "public.newsletter": CONTACT,
    "public.privacy": STATEMENT,
    "public.cookies": STATEMENT,
    "public.accessibility": STATEMENT,
}


class Noted:
    """What this process has seen and not handed over yet: pages by day and kind."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[date, str]] = Counter()
        self._lock = threading.Lock()

    def add(self, seen: Counter[tuple[date, str]]) -> None:
        """Note some more."""
        with self._lock:
            self._seen.update(seen)

    def take(self) -> Counter[tuple[date, str]]:
        """Hand over what is noted, and begin anew."""
        with self._lock:
            taken, self._seen = self._seen, Counter()
        return taken


def register(app: Flask) -> None:
    """Note every page that is a visit."""
    app.after_request(_note)


def noted() -> Noted:
    """What this process has noted."""
    return current_app.extensions.setdefault("visits", Noted())


def hand_over() -> None:
    """Add what is noted to the database; what cannot be added stays noted for the next time."""
    seen = noted().take()
    try:
        add_visits(seen)
    except SQLAlchemyError:
        noted().add(seen)
        log.exception("visits not counted yet")


def hand_over_now_and_then(app: Flask) -> None:
    """Begin the thread that does so while the process lives."""
    threading.Thread(target=_go_on, args=(app, threading.Event()), daemon=True).start()


def _go_on(app: Flask, stop: threading.Event) -> None:
    while not stop.wait(ADDED_EVERY):
        with app.app_context():
            hand_over()


def _note(response: Response) -> Response:
    kind = COUNTED.get(request.endpoint or "")
    is_page = kind and request.method == "GET" and response.status_code == 200
    if is_page and viewer_or_none() is None and not is_robot(request.user_agent.string):
        noted().add(Counter({(today(now()), kind): 1}))
    return response
