"""Everything is killed and started again, and nothing that was acknowledged is lost; how long it takes is not judged."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.server import ROOT
from tests.databases import KINDS, why_no_wheel
from tests.needs import missing

KILLS = 4
PATIENCE = 300
WRONG = ("lost", "changed", "duplicates", "ungraded", "failures", "contrary", "damage")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_acknowledged_survives_the_death_of_every_process(kind: str, tmp_path: Path) -> None:
    if kind != "sqlite" and (reason := why_no_wheel()):
        missing("POSTGRES", reason)
    written = tmp_path / "found.json"
    options = ["--learners", "8", "--kills", str(KILLS), "--up", "2", "--seconds", "20", "--database", kind]
    command = [sys.executable, "-m", "tests.bench.crash", *options, "--json", str(written)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    found = json.loads(written.read_text())
    assert {name: found[name] for name in WRONG} == {name: [] for name in WRONG}
    assert found["stored"] == found["acknowledged"] > 0
    assert found["handed_in"] == found["attempts"] >= 8
    assert 1 <= sum(found["kills"].values()) <= KILLS
    assert found["verified"].endswith(": no difference.")
