"""An input directory in; out, how the whole ``check`` command ended on it, in processes of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PEAK = "VmHWM:"


@dataclass(frozen=True)
class Ran:
    """How a run ended; ``peak`` is in MiB, the command and its children together."""

    code: int
    shown: str
    complaints: str
    peak: int
    output: Path

    def read(self, name: str) -> Any:
        """findings.json or manifest.json of May 2026."""
        return json.loads((self.output / "2026-05" / name).read_bytes())


def check(folder: Path, output: Path, limit: float = 300) -> Ran:
    """Run ``check`` on an input directory; raises TimeoutExpired when it takes longer than ``limit`` seconds."""
    words = ["check", "--period", "2026-05", "--input", str(folder), "--output", str(output)]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        peak = _watched(process, limit)
        shown, complaints = (stream.decode("utf-8", "replace") for stream in process.communicate())
    own = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return Ran(process.returncode, shown, complaints, peak or own, output)


def _watched(process: subprocess.Popen[bytes], limit: float) -> int:
    """The greatest sum, in MiB, of what the living processes had each held at most; 0 where nothing tells it."""
    until, peak = time.monotonic() + limit, 0
    while process.poll() is None:
        if time.monotonic() > until:
            process.kill()
            raise subprocess.TimeoutExpired(process.args, limit)
        peak = max(peak, sum(map(_held, _family(process.pid))))
        time.sleep(0.02)
    return peak // 1024


def _family(pid: int) -> Iterator[int]:
    """A process and those it started."""
    yield pid
    with suppress(OSError):  # it may end while it is looked at
        for told in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in _text(told).split():
                yield from _family(int(child))


def _held(pid: int) -> int:
    lines = _text(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(PEAK)), 0)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
