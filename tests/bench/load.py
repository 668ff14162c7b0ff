"""A load client: one process, some keep-alive connections to one port of this machine, bounded in count and time.

`python -m tests.bench.load` reads a plan as JSON from its standard input and prints what it saw. Every connection
makes one visit after another, each as the next of its own persons, and waits for an answer before it goes on. An
answer with another status than expected ends the run with an error.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path

from tests.bench.visits import HEADERS, JSON, VISITS, Person, Step

ROOT = Path(__file__).resolve().parents[2]
MOST_CONNECTIONS = 64
MOST_SECONDS = 60
CHUNK = 1 << 16


@dataclass(frozen=True)
class Plan:
    """Visits of one kind: how many in all, over how many connections, for at most how many seconds, by whom."""

    visit: str
    port: int
    connections: int
    visits: int
    seconds: float
    persons: list[Person]


@dataclass
class Seen:
    """What a run saw: finished visits, the seconds it took, the milliseconds of each visit and of each step."""

    visits: int = 0
    seconds: float = 0.0
    visit_ms: list[float] = field(default_factory=list)
    step_ms: dict[str, list[float]] = field(default_factory=dict)


class UnexpectedAnswer(RuntimeError):
    """The server did not answer as the visit expects."""


def run(plan: Plan) -> Seen:
    """Carry a plan out in a process of its own."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=plan.seconds + MOST_SECONDS,
    )
    if finished.returncode:
        raise UnexpectedAnswer(f"{plan.visit}: {finished.stderr.strip()[-2000:]}")
    return Seen(**json.loads(finished.stdout))


class Connection:
    """One keep-alive connection and the visit it is at."""

    def __init__(self, plan: Plan, place: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", plan.port), timeout=MOST_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.persons = cycle(plan.persons[place :: plan.connections] or plan.persons or [Person()])
        self.visit_of = VISITS[plan.visit]
        self.received = b""

    def begin(self) -> None:
        """Start a visit."""
        self.person = next(self.persons)
        self.visit = self.visit_of(self.person)
        self.began = time.perf_counter()
        self._send(next(self.visit))

    def goes_on(self, seen: Seen) -> bool:
        """Take what has arrived; False when that ended the visit."""
        arrived = self.socket.recv(CHUNK)
        if not arrived:
            raise UnexpectedAnswer(f"{self.step.method} {self.step.path}: the connection was closed")
        self.received += arrived
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return True
        head = self.received[:end].decode("latin-1")
        if len(self.received) < end + 4 + int(_header(head, "content-length") or 0):
            return True
        now = time.perf_counter()
        if int(head[9:12]) != self.step.expected:
            raise UnexpectedAnswer(f"{self.step.method} {self.step.path} as {self.person.email}: {head}")
        seen.step_ms.setdefault(self.step.name, []).append((now - self.sent) * 1000)
        try:
            self._send(self.visit.send(_header(head, "location") or ""))
        except StopIteration:
            seen.visits += 1
            seen.visit_ms.append((now - self.began) * 1000)
            return False
        return True

    def _send(self, step: Step) -> None:
        self.step, self.received, self.sent = step, b"", time.perf_counter()
        self.socket.sendall(request_of(step, self.person))


def headers_of(step: Step, person: Person) -> dict[str, str]:
    """The headers with which a browser sends a request."""
    headers = {**HEADERS}
    if step.encoding:
        headers["Accept-Encoding"] = step.encoding
    if person.cookie:
        headers["Cookie"] = person.cookie
    if step.method == "POST":
        headers |= {"Content-Type": step.kind, "Content-Length": str(len(step.body))}
    if step.kind == JSON:
        headers["X-CSRF-Token"] = person.token
    return headers


def request_of(step: Step, person: Person) -> bytes:
    """The bytes of a request."""
    fields = [f"{name}: {value}" for name, value in {"Host": "127.0.0.1", **headers_of(step, person)}.items()]
    return "\r\n".join((f"{step.method} {step.path} HTTP/1.1", *fields, "", step.body)).encode()


def carry_out(plan: Plan) -> Seen:
    """Make the visits of a plan, in this process."""
    if plan.connections > MOST_CONNECTIONS or plan.seconds > MOST_SECONDS:
        raise ValueError("a load has bounds")
    seen, waiting = Seen(), selectors.DefaultSelector()
    connections = [Connection(plan, place) for place in range(min(plan.connections, plan.visits))]
    begun, began = len(connections), time.perf_counter()
    for connection in connections:
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
        connection.begin()
    while seen.visits < begun:
        for key, _events in waiting.select(MOST_SECONDS):
            if key.data.goes_on(seen) or begun >= plan.visits:
                continue
            if time.perf_counter() - began < plan.seconds:
                begun += 1
                key.data.begin()
    seen.seconds = time.perf_counter() - began
    for connection in connections:
        connection.socket.close()
    return seen


def _header(head: str, name: str) -> str:
    for line in head.split("\r\n"):
        if line[: len(name) + 1].lower() == f"{name}:":
            return line[len(name) + 1 :].strip()
    return ""


if __name__ == "__main__":
    read = json.load(sys.stdin)
    read["persons"] = [Person(**person) for person in read["persons"]]
    json.dump(asdict(carry_out(Plan(**read))), sys.stdout)
