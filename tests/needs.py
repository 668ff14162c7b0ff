"""What tests need and a machine may not have: BROWSER, NGINX, POSTGRES.

Where it is missing, its tests are skipped with one reason. With <NAME>_TESTS=required in the environment, as `.ci/run`
sets it for all three, they fail instead, so that no run is green because nothing ran.
"""

import os
from typing import NoReturn

import pytest


def is_required(name: str) -> bool:
    """Whether a run without it is a failure."""
    return os.environ.get(f"{name}_TESTS") == "required"


def missing(name: str, reason: str) -> NoReturn:
    """Skip, or fail where it is required."""
    if is_required(name):
        pytest.fail(f"{name}_TESTS=required, but there is {reason}", pytrace=False)
    pytest.skip(reason)
