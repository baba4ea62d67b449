"""Words typed after ``python -m pipeline`` come in; what is printed and the exit status go out, in this process."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from unittest.mock import patch

import pytest

from pipeline.commands import main


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


def typed(*words: str) -> Ended:
    """Run the command far from Beijing; whatever the program does not catch itself fails the test."""
    out, err = StringIO(), StringIO()
    typing = patch.object(sys, "argv", ["pipeline", *words])
    with typing, _in_greenwich(), redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
        main()
    code = end.value.code or 0
    assert isinstance(code, int)
    return Ended(code, out.getvalue(), err.getvalue())


@contextmanager
def _in_greenwich() -> Iterator[None]:
    with patch.dict(os.environ, TZ="UTC"):
        time.tzset()
        yield
    time.tzset()
