"""What a bench finds: plain numbers in dataclasses, fit for JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Row:
    """One kind of visit. By number of connections: processor time in ms and in hellos, latency in ms, visits a second.

    `budget`: the most hellos it may cost at one connection. By number of learners: its SQL statements.
    """

    budget: float | None = None
    cpu_ms: dict[int, float] = field(default_factory=dict)
    hellos: dict[int, float] = field(default_factory=dict)
    latency: dict[int, dict[str, float]] = field(default_factory=dict)
    rate: dict[int, float] = field(default_factory=dict)
    statements: dict[int, int] = field(default_factory=dict)
    steps: dict[str, float] = field(default_factory=dict)


@dataclass
class Threads:
    """A number of blocking threads at eight connections; `beside_sign_ins`: the lesson's latency while two sign in."""

    lesson: Row = field(default_factory=Row)
    save: Row = field(default_factory=Row)
    beside_sign_ins: dict[str, float] = field(default_factory=dict)


@dataclass
class Findings:
    """A whole run. Sizes in bytes by address, memory in MB, the disk's times in ms, publishing's in s.

    `saves`: by their place among the saves of one attempt.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    threads: dict[int, Threads] = field(default_factory=dict)
    saves: dict[str, Row] = field(default_factory=dict)
    first_visit: dict[str, int] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    disk: dict[str, float] = field(default_factory=dict)
    first_page_s: float = 0.0
    publishing_s: dict[str, float] = field(default_factory=dict)
    machine: str = ""


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """The values below which 50, 95 and 99 of a hundred lie (nearest rank)."""
    ordered = sorted(values)
    return {f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99)}


def best_of(earlier: dict[str, float], later: dict[str, float]) -> dict[str, float]:
    """The lower of each; other work on the machine only ever adds."""
    return {name: min(value, earlier.get(name, value)) for name, value in later.items()}
