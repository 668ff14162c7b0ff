"""What a first visit costs: bytes over the wire, requests, scripts, and that nothing moves while it loads."""

import pytest
from playwright.sync_api import Page as Tab

KILO = 1024
MOST_BYTES, MOST_REQUESTS, MOST_SHIFT = 40 * KILO, 6, 0.01
PAGES = {
    "sign in: empty": 5 * KILO,
    "lesson: visitor": 5 * KILO,
    "search: results, a word mistyped": 5 * KILO,
    "lesson: rare-but-serious": 5 * KILO,
    "learner's home: under way": 5 * KILO,
    "quiz: real": 5 * KILO,
    "attempt: real": 15 * KILO,
    "attempt: timed, half answered": 15 * KILO,
    "attempt: final assessment": 15 * KILO,
    "summary: timed, half answered": 5 * KILO,
    "result: real": 5 * KILO,
    "result: final assessment": 5 * KILO,
}
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(sum), 500);
})"""


class Wire:
    """What Chromium's network says of a tab: an encoded length, its kind and its encoding for each address."""

    def __init__(self, tab: Tab) -> None:
        self.kinds, self.addresses, self.lengths, self.encodings = {}, {}, {}, {}
        session = tab.context.new_cdp_session(tab)
        session.on("Network.responseReceived", self._note_response)
        session.on("Network.loadingFinished", self._note_length)
        session.send("Network.enable")

    def script_bytes(self) -> int:
        """The bytes of all scripts."""
        return sum(length for request, length in self.lengths.items() if self.kinds.get(request) == "Script")

    def _note_response(self, event: dict) -> None:
        response = event["response"]
        self.kinds[event["requestId"]] = event["type"]
        self.addresses[event["requestId"]] = response["url"]
        self.encodings[response["url"]] = response["headers"].get("Content-Encoding", "")

    def _note_length(self, event: dict) -> None:
        self.lengths[event["requestId"]] = event["encodedDataLength"]


@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_is_light_and_nothing_moves(show, name):
    wires = []
    tab = show(name, before=lambda tab: wires.append(Wire(tab)))
    shift = tab.evaluate(SHIFTS)
    (wire,) = wires
    total, scripts = sum(wire.lengths.values()), wire.script_bytes()
    said = f"{total:,} bytes in {len(wire.lengths)} requests, {scripts:,} of scripts, shift {shift:.4f}"
    print(f"{name}: {said}")
    assert set(wire.encodings.values()) - {"br", "zstd"} <= {""}
    assert len(wire.lengths) <= MOST_REQUESTS, wire.addresses
    assert total <= MOST_BYTES
    assert scripts <= PAGES[name]
    assert shift <= MOST_SHIFT


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_on_a_narrow_screen_either(show, name):
    assert show(name, width=360, height=640, has_touch=True).evaluate(SHIFTS) <= MOST_SHIFT
