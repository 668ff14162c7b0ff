"""Mail: each message goes once, failures are tried again with growing pauses, and given up in the end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from course_app.domain.mailing import MOST_TRIES, PAUSES
from course_app.domain.subscriptions import PAGE
from course_app.extensions import read_connection
from course_app.formats.mail_texts import LINK, STOP, MailText
from course_app.gateways.mail import Sender
from course_app.models import Message, Subscription
from course_app.services import subscribing
from course_app.services.corresponding import CLAIM, NEVER_NOTED, send_waiting
from course_app.services.ledgers import message
from course_app.services.transaction import transaction
from tests.conftest import person_named
from tests.mail_acts import subscribed
from tests.mail_server import Postbox, listening

TEXT = MailText("Ŵyn, your link", f"Dear Siân,\n\nopen this:\n\n{LINK}\n\nBreeze\n")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mail"


def stops_at(key):
    return f"https://breeze.example.org/mails/{key}"


def sender(url="", folder=None):
    return Sender("Breeze", "no-reply@example.org", url, folder)


def write(time, count=1, address="person-{}@example.org"):
    with transaction() as session:
        for number in range(count):
            message(session, address.format(number), TEXT, time.time, link=f"http://localhost/{number}")


def rows():
    statement = select(Message.state, Message.tries, Message.next_try_at, Message.error, Message.link)
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(statement.order_by(Message.id))]


def test_a_message_of_a_transaction_that_fails_is_never_sent(app, time, folder):
    def write_and_fail():
        with transaction() as session:
            message(session, "person@example.org", TEXT, time.time)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert send_waiting(sender(folder=folder), time, stops_at) == 0
    assert rows() == []


def test_without_a_server_a_mail_is_a_file_and_a_line_on_the_terminal(app, time, folder, capsys):
    write(time)
    assert send_waiting(sender(folder=folder), time, stops_at) == 1
    (path,) = folder.iterdir()
    assert (path.suffix, path.stat().st_mode & 0o777) == (".eml", 0o600)
    assert "\nhttp://localhost/0\n" in path.read_text()
    assert capsys.readouterr().out == "Mail to person-0@example.org · Ŵyn, your link · http://localhost/0\n"
    assert rows() == [("sent", 1, None, "", "")]
    assert send_waiting(sender(folder=folder), time, stops_at) == 0


def test_in_a_file_every_line_is_whole_however_long_the_link(app, time, folder):
    link = f"http://localhost/invitations/{'x=' * 100}"
    with transaction() as session:
        message(session, "sian@example.org", TEXT, time.time, link=link)
    send_waiting(sender(folder=folder), time, stops_at)
    (path,) = folder.iterdir()
    assert link in path.read_text().splitlines()


def test_a_server_takes_it_with_its_headers(app, time):
    postbox = Postbox()
    with listening(postbox) as url:
        write(time, address="person@bücher.example")
        assert send_waiting(sender(url), time, stops_at) == 1
    (mail,) = postbox.taken
    assert {name: mail[name] for name in ("From", "To", "Subject", "Auto-Submitted")} == {
        "From": "Breeze <no-reply@example.org>",
        "To": "person@xn--bcher-kva.example",
        "Subject": "Ŵyn, your link",
        "Auto-Submitted": "auto-generated",
    }
    assert mail.get_content().replace("\r\n", "\n") == TEXT.body.replace(LINK, "http://localhost/0")
    assert mail["Date"].datetime == time.time


def test_a_refusal_for_now_is_tried_again_after_growing_pauses_and_given_up_in_the_end(app, time):
    postbox = Postbox(fails=1.0)
    with listening(postbox) as url:
        write(time)
        for tries, pause in enumerate(PAUSES, 1):
            send_waiting(sender(url), time, stops_at)
            state, tried, again, error, link = rows()[0]
            assert (state, tried, again, bool(error)) == ("waiting", tries, time.time + pause, True)
            time.advance(seconds=pause.total_seconds())
        send_waiting(sender(url), time, stops_at)
    state, tried, again, error, link = rows()[0]
    assert (state, tried, again, link) == ("dead", MOST_TRIES, None, "http://localhost/0")


def test_a_refusal_for_good_is_given_up_at_once_and_holds_up_nobody(app, time):
    postbox = Postbox(gone=("person-0@example.org",))
    with listening(postbox) as url:
        write(time, 2)
        assert send_waiting(sender(url), time, stops_at) == 1
    assert [(state, tries, error) for state, tries, _, error, _ in rows()] == [
        ("dead", 1, "550 5.1.1 no such mailbox"),
        ("sent", 1, ""),
    ]


def test_a_server_that_is_down_costs_one_message_one_try(app, time):
    with listening(Postbox()) as url:
        pass
    write(time, 3)
    assert send_waiting(sender(url), time, stops_at) == 0
    assert sorted(tries for _, tries, *_ in rows()) == [0, 0, 1]


def test_two_workers_never_send_the_same_message(app, time):
    write(time, 60)
    postbox, together = Postbox(), Barrier(4)

    def work(url):
        with app.app_context():
            together.wait()
            return send_waiting(sender(url), time, stops_at)

    with listening(postbox) as url, ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, [url] * 4)) == 60
    assert (len(postbox.ids()), set(postbox.ids().values())) == (60, {1})


def test_a_claim_that_was_never_noted_runs_out_and_keeps_the_message_id(app, time):
    postbox = Postbox()
    with listening(postbox) as url:
        write(time)
        send_waiting(sender(url), time, stops_at)
        with transaction() as session:
            session.execute(update(Message).values(state="waiting", next_try_at=time.time + CLAIM))
        assert send_waiting(sender(url), time, stops_at) == 0
        time.advance(seconds=CLAIM.total_seconds())
        assert send_waiting(sender(url), time, stops_at) == 1
    assert list(postbox.ids().values()) == [2]


def test_a_message_that_ends_every_worker_is_given_up(app, time, folder):
    write(time)
    with transaction() as session:
        session.execute(update(Message).values(tries=MOST_TRIES))
    assert send_waiting(sender(folder=folder), time, stops_at) == 0
    assert rows() == [("dead", MOST_TRIES, None, NEVER_NOTED, "http://localhost/0")]


def test_it_stops_between_two_mails(app, time, folder):
    write(time, 5)
    asked = iter([False, False, True])
    assert send_waiting(sender(folder=folder), time, stops_at, lambda: next(asked)) == 2


def test_an_address_no_server_can_be_given_is_given_up(app, time):
    with listening(Postbox()) as url:
        write(time, address="person@example.org\nBcc: all@example.org")
        send_waiting(sender(url), time, stops_at)
    assert rows()[0][0] == "dead"


def test_the_pauses_grow():
    assert list(PAUSES) == sorted(set(PAUSES))
    assert sum(PAUSES, timedelta()) < timedelta(days=3)


def write_to_a_subscriber(time):
    key = subscribed(person_named("learner").id, time.time)
    with transaction() as session:
        row = session.scalars(select(Subscription).where(Subscription.public_id == key)).one()
        text = MailText("To all", f"I write {STOP} myself.\n\n{STOP}\n\nStop such mails here:\n\n{STOP}\n")
        message(session, "learner@example.org", text, time.time, subscription=row.id)
    return key


def test_a_mail_that_nobody_has_to_get_says_how_to_stop_it_to_its_reader_and_to_mail_programs(app, time):
    postbox = Postbox()
    key = write_to_a_subscriber(time)
    with listening(postbox) as url:
        assert send_waiting(sender(url), time, stops_at) == 1
    (mail,) = postbox.taken
    page = f"https://breeze.example.org/mails/{key}"
    assert mail["List-Unsubscribe"].strip() == f"<{page}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    said = mail.get_content().replace("\r\n", "\n")
    assert said == f"I write {STOP} myself.\n\n{STOP}\n\nStop such mails here:\n\n{page}\n"


def test_without_https_no_button_is_promised(app, time):
    postbox = Postbox()
    write_to_a_subscriber(time)
    with listening(postbox) as url:
        send_waiting(sender(url), time, lambda key: f"http://localhost/mails/{key}")
    (mail,) = postbox.taken
    assert mail["List-Unsubscribe"].strip().startswith("<http://localhost/mails/")
    assert mail["List-Unsubscribe-Post"] is None


def test_a_mail_that_waits_is_not_sent_when_its_reader_stops_such_mails(app, time):
    postbox = Postbox()
    subscribing.stop(write_to_a_subscriber(time), PAGE, time.time)
    with listening(postbox) as url:
        assert send_waiting(sender(url), time, stops_at) == 0
    assert postbox.taken == []
    assert rows() == [("stopped", 0, None, "", "")]
