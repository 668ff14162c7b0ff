"""The findings as one table to read."""

from collections.abc import Iterator, Mapping

from tests.bench.findings import Findings, Row, Threads


def table(found: Findings) -> str:
    """The whole report."""
    return "\n".join(line.rstrip() for line in _lines(found))


def _lines(found: Findings) -> Iterator[str]:
    connections = list(found.rows["hello"].cpu_ms)
    learners = list(found.rows["lesson"].statements)
    yield f"Measured on {found.machine}. Lowest of the rounds; times in ms."
    yield ""
    yield from _costs(found.rows, connections, learners)
    yield ""
    yield from _latencies(found.rows, connections)
    yield ""
    steps = ", ".join(f"{name} {value:.2f}" for name, value in found.rows["attempt"].steps.items())
    yield f"An attempt's steps, p50 at 1 connection: {steps}"
    yield ""
    yield from _threads(found.threads)
    yield ""
    saves = ", ".join(f"{place}: {row.hellos[1]:.1f} ({row.cpu_ms[1]:.2f} ms)" for place, row in found.saves.items())
    yield f"Saves of one attempt at 1 connection, in hellos: {saves}"
    weight = sum(found.first_visit.values())
    yield f"First visit to a lesson: {weight / 1000:.1f} KB over the wire in {len(found.first_visit)} requests"
    yield f"First page after a first start: {found.first_page_s:.1f} s"
    publishing = ", ".join(f"{time} {value:.2f} s" for time, value in found.publishing_s.items())
    yield f"Publishing the course as a command, CPU: {publishing}"
    memory = found.memory
    yield f"Memory after the run: web process {memory['resident']:.0f} MB, all processes {memory['together']:.0f} MB"
    yield f"Disk, write and sync of 4 KB: {_three(found.disk)} (p50/p95/p99)"


def _costs(rows: Mapping[str, Row], connections: list[int], learners: list[int]) -> Iterator[str]:
    heads = [f"{'CPU':14}", "ms at 1", *(f"hellos at {at}" for at in connections), "budget"]
    heads += [f"SQL, {number:,} learners" for number in learners]
    yield "  ".join(heads)
    for name, row in rows.items():
        budget = "" if row.budget is None else f"{row.budget:g}"
        cells = [f"{name:14}", f"{row.cpu_ms[connections[0]]:.3f}"]
        cells += [f"{row.hellos[at]:.1f}" for at in connections]
        cells += [budget, *(str(row.statements.get(number, "")) for number in learners)]
        yield "  ".join(f"{cell:>{len(head)}}" for cell, head in zip(cells, heads, strict=True))


def _latencies(rows: Mapping[str, Row], connections: list[int]) -> Iterator[str]:
    yield f"{'p50/p95/p99':14}" + "".join(f"{f'{at} connections':>24}  {'a second':>8}" for at in connections)
    for name, row in rows.items():
        yield f"{name:14}" + "".join(f"{_three(row.latency[at]):>24}  {row.rate[at]:8,.0f}" for at in connections)


def _threads(threads: Mapping[int, Threads]) -> Iterator[str]:
    yield "Blocking threads at 8 connections: CPU in ms, p50/p95/p99, visits a second"
    for number, found in threads.items():
        cells = [f"lesson {_brief(found.lesson)}", f"save {_brief(found.save)}"]
        cells.append(f"lesson while two sign in {_three(found.beside_sign_ins)}")
        yield f"{number:2}  " + "  |  ".join(cells)


def _brief(row: Row) -> str:
    (at,) = row.cpu_ms
    return f"{row.cpu_ms[at]:.2f}  {_three(row.latency[at])}  {row.rate[at]:,.0f}"


def _three(values: Mapping[str, float]) -> str:
    return " / ".join(f"{value:.2f}" if value < 100 else f"{value:.0f}" for value in values.values())
