"""What the site costs: `python -m tests.bench [--short] [--json FILE]`.

In one run, side by side, on a data folder of its own: hello (the unit), a lesson, saving one answer, a whole attempt
of ten questions, pages around them, and the first saves of one attempt beside those that make five hundred, each
against the real program as `course-app serve` runs it. Times of other work on the machine only ever add, so the lowest
of several rounds is kept. Nothing here judges; the budgets stand in the table beside what was measured.
"""

import argparse
import json
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from tests.bench.measuring import FULL, SHORT, measure
from tests.bench.table import table


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="What the site costs.")
    parser.add_argument("--short", action="store_true", help="hardly any visits: whether the bench works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there as well")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    found = measure(SHORT if chosen.short else FULL)
    print(table(found))
    if chosen.json:
        chosen.json.write_text(json.dumps(asdict(found), indent=1))


if __name__ == "__main__":
    main()
