"""The bench runs end to end in its smallest form and reports every row; how fast is not this test's business."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench import growth
from tests.bench.bank import PAGES
from tests.bench.measuring import CONNECTIONS, FEW, FIRST, LAST, ROWS, SHORT
from tests.databases import why_no_postgres

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 900


def found_by(module: str, tmp_path: Path) -> tuple[dict, str]:
    """What the short form of a bench wrote as JSON, and what it printed."""
    written = tmp_path / "found.json"
    command = [sys.executable, "-m", module, "--short", "--json", str(written)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(written.read_text()), run.stdout


def test_the_bench_reports_every_row(tmp_path):
    found, printed = found_by("tests.bench", tmp_path)
    assert set(found["rows"]) == set(ROWS)
    for name, row in found["rows"].items():
        assert set(row["cpu_ms"]) == set(row["hellos"]) == set(row["latency"]) == set(map(str, CONNECTIONS)), name
        assert name == "hello" or set(row["statements"]) == {str(FEW), str(SHORT.learners)}, name
        assert name in printed
    assert set(found["threads"]) == set(map(str, SHORT.threads))
    assert set(found["saves"]) == {FIRST, LAST}
    assert all(row["hellos"]["1"] > 1 for row in found["saves"].values())
    assert f"Saves of one attempt at 1 connection, in hellos: {FIRST}: " in printed
    assert found["rows"]["lesson"]["statements"][str(FEW)] <= 4
    assert all(len(set(row["statements"].values())) <= 1 for row in found["rows"].values())
    assert all(found[name] for name in ("first_visit", "memory", "disk", "first_page_s", "machine"))
    assert set(found["publishing_s"]) == {"first", "again"}
    assert min(found["publishing_s"].values()) > 0


def test_the_bench_of_growth_reports_every_database(tmp_path):
    found, printed = found_by("tests.bench.growth", tmp_path)
    assert set(found) == ({"SQLite"} if why_no_postgres() else {"SQLite", "PostgreSQL"})
    for name, grown in found.items():
        few, many = (grown["learners"][str(learners)] for learners in (growth.SHORT.few, growth.SHORT.many))
        assert {visit: [*row["statements"].values()] for visit, row in few.items()} == {
            visit: [*row["statements"].values()] for visit, row in many.items()
        }
        assert set(few) == set(growth.VISITS)
        assert set(grown["workers"]) == set(map(str, growth.SHORT.workers))
        assert name in printed


def test_the_bench_of_the_bank_reports_every_page(tmp_path):
    found, printed = found_by("tests.bench.bank", tmp_path)
    assert "SQLite" in found
    for times in found.values():
        assert {name: list(sizes) for name, sizes in times.items()} == {name: ["100", "200"] for name in PAGES}
        assert all(name in printed for name in PAGES)
