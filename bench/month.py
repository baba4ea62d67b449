"""``make bench``: the sample month by the product and by an analyst's script, in turn; CPU seconds of processes."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.report import machine, table, write

ROOT = Path(__file__).parent.parent
MONTHS = ("2026-03", "2026-04", "2026-05")
RUNS = 5
SCRIPT = "pandas + docxtpl 脚本：三个月直接读、求和、填一张表，没有任何核查"
LIBRARIES = "docxtpl, sqlalchemy, typer, xlsxwriter, python_calamine"


def cpu(command: list[str]) -> float:
    """User and system seconds of one process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Measure in turn; medians and the ratio to the script."""
    with tempfile.TemporaryDirectory() as place:
        desk = Path(place) / "desk"
        bulletin = [sys.executable, "-m", "pipeline", "bulletin", "--output", str(desk)]
        folders = [f"input/{month}" for month in MONTHS]
        script = [sys.executable, "-W", "ignore", "-m", "bench.analyst", *folders, f"{place}/analyst.docx"]
        nothing = [sys.executable, "-c", f"import {LIBRARIES}"]

        def fresh() -> float:
            shutil.rmtree(desk, ignore_errors=True)
            return cpu(bulletin)

        ways: dict[str, Callable[[], float]] = {
            "调度通报，新台账：三个月都读、洗、判，出全部文件": fresh,
            "调度通报，台账已有往月：只读本月，出全部文件": lambda: cpu(bulletin),
            "其中仅导入所用的库": lambda: cpu(nothing),
            SCRIPT: lambda: cpu(script),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(RUNS + 1):
            for name, way in ways.items():
                taken[name].append(way())
    peer = statistics.median(taken[SCRIPT][1:])
    lines = []
    for name, seconds in taken.items():
        (least, *_, most), middle = sorted(seconds[1:]), statistics.median(seconds[1:])
        lines.append((name, f"{middle:.2f}（{least:.2f}–{most:.2f}）", f"{middle / peer:.2f}"))
    write(
        "示例月份", machine(), table(("做法（示例城市，三个月）", "CPU 秒，中位数（最小–最大）", "与脚本之比"), lines)
    )


if __name__ == "__main__":
    main()
