"""What a browser fetches so that it has something to show without a network."""

import re


def test_the_service_worker_lies_at_the_top_and_is_asked_for_again_each_time(browser, app):
    answer = browser().get("/service-worker.js")
    tree = app.extensions["static_tree"]
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.text == f"// {tree.fingerprint}\n{tree.text('service-worker.js')}"
    assert browser().get("/service-worker.js", **{"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_page_without_a_network_is_the_same_for_everybody_who_asks_without_cookies(browser):
    pages = [browser().get("/offline").text for _ in range(2)]
    assert pages[0] == pages[1]
    assert "csrf_token" not in pages[0]


def test_a_page_says_for_whom_it_is_and_what_may_be_kept_of_it(browser):
    person = browser()
    person.sign_in("learner")
    learner = re.search(r'data-person="(\w+)"', person.get("/learn").text)[1]
    lesson = "/learn/small-course/lessons/first-steps"
    assert f'<html lang="en-GB" data-person="{learner}" data-keep="lesson">' in person.get(lesson).text
    assert f'<html lang="en-GB" data-person="{learner}">' in person.get("/learn").text
    assert '<html lang="en-GB">' in browser().get(lesson).text


def test_only_an_open_attempt_may_be_kept(browser):
    person = browser()
    person.sign_in("learner")
    start = "/learn/small-course/quizzes/practice"
    attempt = person.send(f"{start}/attempts", {}, page=start).location
    kept = {path: re.findall(r'data-keep="(\w+)"', person.get(path).text) for path in (attempt, f"{attempt}/summary")}
    assert kept == {attempt: ["attempt"], f"{attempt}/summary": []}
    person.send(f"{attempt}/submission", {}, page=f"{attempt}/summary")
    assert re.findall(r'data-keep="(\w+)"', person.get(f"{attempt}/result").text) == ["over"]


def test_nothing_between_browser_and_site_keeps_such_a_page(browser):
    person = browser()
    person.sign_in("learner")
    answer = person.get("/learn/small-course/lessons/first-steps")
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_script_is_joined_with_what_it_imports_and_no_name_stands_twice(app):
    tree = app.extensions["static_tree"]
    names = sorted(path.name for path in (tree.root / tree.fingerprint / "js").glob("*.js"))
    texts = {name: tree.text(f"js/{name}") for name in names}
    assert [name for name, text in texts.items() if re.search(r'^import .* from "', text, re.MULTILINE)] == []
    for name, text in texts.items():
        found = re.findall(r"^(?:export )?(?:async )?(?:const|let|function) \{?\s*(\w+)", text, re.MULTILINE)
        assert sorted(found) == sorted(set(found)), name
    assert texts["attempt.js"].count("function nextBatch(") == 1
    assert "export function startClock(" in texts["clock.js"]
    assert "export " not in texts["attempt.js"]
