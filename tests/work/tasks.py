"""Tasks for the tests, in a module that workers can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from pipeline.model import PipelineError


def doubled(factor: int, task: int) -> int:
    return factor * task


def in_whose_hands(_: object, task: int) -> int:
    return os.getpid()


def murderous(place: str, task: int) -> int:
    """Task 3 kills its worker the first time that it is done."""
    mark = Path(place) / "killed"
    if task == 3 and not mark.exists():
        mark.touch()
        _die()
    time.sleep(0.005)
    return task


def deadly(place: str, task: int) -> int:
    """Task 3 kills its worker whenever it is done, and counts how often."""
    if task == 3:
        with (Path(place) / "deaths").open("a") as deaths:
            deaths.write("x")
        _die()
    return task


def mistaken(_: object, task: int) -> int:
    if task == 3:
        raise PipelineError("第3项写错了。")
    return task


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
