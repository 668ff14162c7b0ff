"""The bench runs end to end in its smallest form and reports every row; how fast is not this test's business."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.measuring import CONNECTIONS, FEW, ROWS, SHORT, THREADS

ROOT = Path(__file__).resolve().parents[2]


def test_the_bench_reports_every_row(tmp_path):
    written = tmp_path / "found.json"
    command = [sys.executable, "-m", "tests.bench", "--short", "--json", str(written)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(written.read_text())
    assert set(found["rows"]) == set(ROWS)
    for name, row in found["rows"].items():
        assert set(row["cpu_ms"]) == set(row["hellos"]) == set(row["latency"]) == set(map(str, CONNECTIONS)), name
        assert name == "hello" or set(row["statements"]) == {str(FEW), str(SHORT.learners)}, name
        assert name in run.stdout
    assert set(found["threads"]) == set(map(str, THREADS))
    assert found["rows"]["lesson"]["statements"][str(FEW)] <= 4
    assert all(len(set(row["statements"].values())) <= 1 for row in found["rows"].values())
    assert all(found[name] for name in ("first_visit", "memory", "disk", "first_page_s", "machine"))
