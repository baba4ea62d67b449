"""A dask scheduler and two workers as processes of their own, for tests; none where dask is not installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
QUIET = {"DASK_DISTRIBUTED__DASHBOARD__ENABLED": "false", "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}


@dataclass(frozen=True)
class Running:
    """``address`` as --executor takes it, and the workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def cluster(folder: Path) -> Iterator[Running]:
    """On loopback, at a port that is free; ended at the end."""
    told = folder / "scheduler.json"
    started = [_started("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))]
    try:
        where = ("--scheduler-file", str(told), "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        workers = [_started("worker", *where, "--host", "127.0.0.1", "--no-dashboard") for _ in range(2)]
        started += workers
        yield Running(_address(told).replace("tcp://", "dask://"), tuple(workers))
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _started(*words: str) -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        env={**os.environ, **QUIET, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _address(told: Path) -> str:
    for _ in range(600):
        if told.exists() and told.stat().st_size:
            return str(json.loads(told.read_text())["address"])
        time.sleep(0.1)
    raise TimeoutError("the scheduler did not start")
