"""The rules of the outbox, alone in a browser: what is sent next, when again, what becomes of it, in which words."""

import pytest

from tests.conftest import START

CALL = "async ([address, name, given]) => { const plan = await import(address); return plan[name](...given); }"


@pytest.fixture(scope="module")
def plan(browser, sites):
    """`plan(name, …)` calls a function of js/plan.js."""
    context = browser.new_context(base_url=sites["bare"].origin)
    tab = context.new_page()
    tab.goto("/offline")
    address = sites["bare"].stage.app.extensions["static_tree"].address("js/plan.js")
    yield lambda name, *given: tab.evaluate(CALL, [address, name, list(given)])
    context.close()


def answer(slot, seq, at, client="one", attempt="A", over=None, base=0):
    return {"attempt": attempt, "client": client, "slot": slot, "seq": seq, "at": at, "over": over, "base": base}


def places(batch):
    return [(one["attempt"], one["client"], one["slot"], one["seq"]) for one in batch]


@pytest.mark.parametrize(
    ("tries", "chance", "milliseconds"),
    [(1, 0, 2_000), (1, 1, 1_000), (3, 0.5, 6_000), (4, 0, 16_000), (5, 0, 30_000), (50, 0, 30_000), (50, 1, 15_000)],
)
def test_the_pause_doubles_to_half_a_minute_and_chance_takes_up_to_half(plan, tries, chance, milliseconds):
    assert plan("pause", tries, chance) == milliseconds


def test_the_next_try_is_never_earlier_than_the_site_asked(plan):
    assert [plan("pause", 1, chance, 20_000) for chance in (0, 1)] == [20_000, 25_000]
    assert plan("pause", 50, 0, 20_000) == 30_000


@pytest.mark.parametrize(
    ("header", "milliseconds"),
    [
        ("20", 20_000),
        ("Sun, 22 Nov 2026 09:00:30 GMT", 30_000),
        ("Sun, 22 Nov 2026 08:00:00 GMT", 0),
        ("99999", 600_000),
        ("0", 0),
        ("-5", 0),
        ("soon", 0),
        (None, 0),
    ],
)
def test_how_long_an_answer_asks_to_wait(plan, header, milliseconds):
    assert plan("askedPause", header, START.timestamp() * 1000) == milliseconds


def test_the_oldest_answer_goes_first_with_what_else_its_page_has(plan):
    waiting = [answer(2, 2, 30), answer(1, 1, 20), answer(3, 1, 10, "other"), answer(1, 1, 40, attempt="B")]
    assert places(plan("nextBatch", waiting)) == [("A", "other", 3, 1)]
    assert places(plan("nextBatch", waiting[:2] + waiting[3:])) == [("A", "one", 1, 1), ("A", "one", 2, 2)]
    assert plan("nextBatch", []) == []


def test_an_answer_given_over_one_that_waits_goes_after_it(plan):
    under = answer(1, 4, 20, "closed tab")
    over = answer(1, 1, 30, over={"client": "closed tab", "seq": 4})
    earlier = answer(2, 2, 10)
    assert places(plan("nextBatch", [over, under, earlier])) == [("A", "one", 2, 2)]
    assert places(plan("nextBatch", [over, under])) == [("A", "closed tab", 1, 4)]
    assert places(plan("nextBatch", [over])) == [("A", "one", 1, 1)]


def test_a_request_carries_a_hundred_answers_at_most(plan):
    assert len(plan("nextBatch", [answer(slot, slot, slot) for slot in range(1, 151)])) == 100


def test_a_body_says_what_the_contract_names_and_no_more(plan):
    record = answer(3, 7, 10, base=6) | {
        "person": "P",
        "choice": ["b"],
        "flag": False,
        "client_time": "2026-11-22T09:00Z",
    }
    assert plan("bodyOf", "one", [record]) == {
        "client": "one",
        "responses": [
            {"slot": 3, "choice": ["b"], "base": 6, "flag": False, "seq": 7, "client_time": "2026-11-22T09:00Z"}
        ],
    }


def test_only_what_the_server_answered_to_by_type_goes(plan):
    batch = [answer(1, 1, 1), answer(2, 2, 2), answer(3, 3, 3)]
    body = {
        "acknowledged": [{"slot": 1, "seq": 1, "revision": 5}],
        "refused": [{"slot": 3, "seq": 3, "type": "too-late"}],
    }
    answered = plan("answeredOf", batch, body)
    assert places(answered) == [("A", "one", 1, 1), ("A", "one", 3, 3)]
    later = answer(3, 4, 4)
    became = plan("settled", [batch[0], batch[1], later], answered, body)
    assert (places(became["remove"]), became["put"]) == ([("A", "one", 1, 1)], [])


def test_an_answer_given_over_one_that_was_saved_is_based_on_it(plan):
    under = answer(1, 4, 20, "closed tab")
    over = answer(1, 1, 30, over={"client": "closed tab", "seq": 4}, base=2)
    body = {"acknowledged": [{"slot": 1, "seq": 4, "revision": 9}], "refused": []}
    became = plan("settled", [under, over], [under], body)
    assert (places(became["remove"]), became["put"]) == ([places([under])[0]], [over | {"over": None, "base": 9}])
    refused = {"acknowledged": [], "refused": [{"slot": 1, "seq": 4, "type": "newer-answer"}]}
    assert plan("settled", [under, over], [under], refused)["put"] == [over | {"over": None, "base": 2}]


def test_the_words_for_what_waits(plan):
    facts = {"number": 3, "since": "09:04", "state": "offline", "isKept": True, "isHandingIn": False, "due": "09:42"}
    assert plan("waitingWords", facts) == [
        "You are offline. 3 answers are kept on this device since 09:04, and will be sent when you are back.",
        "Go on answering; closing this page loses nothing. The time runs on until 09:42.",
    ]
    assert plan("waitingWords", facts | {"number": 1, "state": "signed-out", "isHandingIn": True, "due": ""}) == [
        "Your sign-in has ended. 1 answer is kept on this device since 09:04, and will be sent when you have signed in "
        "again.",
        "“Check and hand in” waits for that, so that nothing is handed in without it; press it again then. "
        "Go on answering; closing this page loses nothing.",
    ]
    assert plan("waitingWords", facts | {"state": "busy"})[0] == (
        "The site is busy. 3 answers are kept on this device since 09:04, and will be sent as soon as it takes answers "
        "again."
    )
    assert plan("waitingWords", facts | {"state": "silent", "isTimeUp": True}) == [
        "Time is up. The site does not answer. 3 answers are kept on this device since 09:04, and did not reach the "
        "site in time.",
        "What was saved before is handed in for you. These are sent when it answers again; late answers are kept, and "
        "do not count unless an instructor decides that they do.",
    ]


def test_the_words_for_what_became_of_answers_sent_from_another_page(plan):
    assert plan("sentWords", {"saved": 0, "asked": 0, "late": 0, "lost": 0}) == ""
    assert plan("sentWords", {"saved": 2, "asked": 1, "late": 1, "lost": 3}) == (
        "2 answers are saved now that had waited on this device. "
        "1 answer was given elsewhere as well; open the attempt to say which counts. "
        "1 answer was too late. What reached the site after the end is kept, and does not count unless an "
        "instructor decides that it does. "
        "3 answers were still on this device when the attempt was handed in, and could not be added."
    )
    assert plan("stillWords", 0, "09:04") == ""
    assert plan("stillWords", 1, "09:04") == (
        "1 answer waits on this device since 09:04 and has not reached the site. "
        "It is sent as soon as the site takes it."
    )
    assert plan("leftWords", 0) == ""
    assert plan("leftWords", 1) == (
        "1 answer waits on this device and is not counted here. "
        "Handing in now leaves it out; go back to the questions to send it first."
    )
    assert plan("unsentWords", 2) == (
        "2 answers wait on this device and have not reached the site. "
        "Signing out removes them from here, so that nobody else finds them."
    )
