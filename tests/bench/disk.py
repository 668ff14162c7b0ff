"""What the disk takes to make 4 KB permanent: the floor under every acknowledged answer."""

import os
import tempfile
import time
from pathlib import Path

BLOCK = os.urandom(4096)


def sync_times(folder: Path, times: int) -> list[float]:
    """Milliseconds of writing and syncing 4 KB at the end of a file, each time."""
    taken = []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(BLOCK)
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - began) * 1000)
    return taken
