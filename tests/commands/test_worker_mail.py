"""Real workers, a real mail server that fails at random, and kills without warning: no mail is lost or doubled.

This is the short form; `python -m tests.bench.mail` sends a thousand and kills three times.
"""

import signal
from pathlib import Path

from flask import Flask

from tests.bench import mail
from tests.mail_server import Postbox, listening

MANY = 60


def test_every_mail_arrives_whatever_fails_and_whoever_is_killed(app: Flask, tmp_path: Path) -> None:
    """A kill may double the one mail that the server had just taken, with the same Message-ID; never another one."""
    found = mail.deliver(app.config["SETTINGS"], tmp_path, MANY, kills=1, fails=0.2)
    assert (found.arrived, found.ids, found.waiting, found.dead) == (MANY, MANY, 0, 0)
    assert (found.doubled, found.most) in ((0, 1), (1, 2))
    assert found.refused > MANY // 10


def test_a_worker_that_is_asked_to_stop_doubles_nothing(app: Flask, tmp_path: Path) -> None:
    mail.write(40)
    postbox, settings = Postbox(), app.config["SETTINGS"]
    with listening(postbox) as url:
        mail.work_until(settings, url, postbox, 10, signal.SIGTERM)
        mail.let_time_pass()
        assert mail.do_one_round(settings, url, tmp_path) == (0, "")
    assert (len(postbox.ids()), set(postbox.ids().values())) == (40, {1})
