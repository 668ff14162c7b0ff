"""Writers that meet: verbs called at the same moment from several threads or processes, on one database."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import event

from course_app.app import create_app
from course_app.domain.errors import RuleBroken
from course_app.extensions import db
from course_app.services import answering
from course_app.services.answer_desk import Given
from course_app.settings import Settings

PAUSE = 0.5


def at_once(app: Flask, *verbs: Callable[[], Any]) -> list[Any]:
    """What each verb returned, or the rule it broke. Each is held up just before its commit until all are there.

    So whatever they could do with what another is about to change, they have done by then. Verbs that wait for each
    other, as they should, never meet: after a pause they go on one by one.
    """
    door = threading.Barrier(len(verbs))

    def wait_for_the_others(*_arguments: Any) -> None:
        with suppress(threading.BrokenBarrierError):
            door.wait(PAUSE)

    def call(verb: Callable[[], Any]) -> Any:
        with app.app_context():
            try:
                return verb()
            except RuleBroken as rule:
                return rule

    engine = db.engines[None]
    event.listen(engine, "commit", wait_for_the_others)
    try:
        with ThreadPoolExecutor(len(verbs)) as pool:
            return list(pool.map(call, verbs))
    finally:
        event.remove(engine, "commit", wait_for_the_others)


def save_many(settings: Settings, attempt: str, person: int, clients: Sequence[str], times: int, now: datetime) -> list:
    """Save answers from a process of its own, a thread a client; the numbers (client, seq, revision) acknowledged."""
    app = create_app(settings)

    def save(client: str) -> list[tuple[str, int, int]]:
        with app.app_context(), closing(db.session()):
            done = []
            for seq in range(1, times + 1):
                saved = answering.save(attempt, person, [Given(1, client, ("a", "b")[seq % 2 :][:1], seq=seq)], now)
                done += [(client, one.seq, one.revision) for one in saved.acknowledged]
            return done

    with ThreadPoolExecutor(len(clients)) as pool:
        found = [one for part in pool.map(save, clients) for one in part]
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
    return found
