"""``python -m bench.cold``: the month of 25 workbooks to the bulletin in a new process, the command as it is typed, and
an analyst's script in turn; CPU seconds of whole processes."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.intake import PERIOD, folder, spent
from bench.report import machine, table, write

ROOT = Path(__file__).parent.parent
BOOKS, ROWS, RUNS = 25, 20, 7
HEADS = ("做法", "CPU 秒，中位数（最小–最大）", "与脚本之比")
ABOUT = (
    f"{BOOKS} 个工作簿、每簿 {ROWS} 个项目的一个月，在新的台账和成果文件夹里 `python -m pipeline bulletin`，"
    "从敲下命令到进程结束，全部核查、底稿和记录都在内。脚本是分析人员会写的：pandas.read_excel、groupby、docxtpl，一份通报、"
    "每个镇街一份通知，没有任何核查。两边轮流跑，去掉第一轮。"
)


def seconds(command: Sequence[str]) -> float:
    """CPU of the process and its children; Python may keep what it compiled, as it does in an office."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = spent()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=environment)
    return spent() - before


def main() -> None:
    """Measure in turn and write the section."""
    with tempfile.TemporaryDirectory() as place:
        source, desk, script = folder(Path(place) / "input", ROWS, BOOKS), Path(place) / "desk", Path(place) / "script"
        run = [sys.executable, "-m", "pipeline", "bulletin", "--input", str(source), "--output", str(desk)]
        ways = {
            "本程序：调度通报、底稿和全部记录": run,
            "脚本": [sys.executable, "-W", "ignore", "-m", "bench.script", str(source / PERIOD), str(script)],
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(RUNS + 1):
            for name, command in ways.items():
                shutil.rmtree(desk, ignore_errors=True)
                taken[name].append(seconds(command))
    peer = statistics.median(taken["脚本"][1:])
    lines = [(name, _told(times[1:]), f"{statistics.median(times[1:]) / peer:.2f}") for name, times in taken.items()]
    write("一次冷启动", ABOUT, machine(), table(HEADS, lines))


def _told(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.2f}（{min(times):.2f}–{max(times):.2f}）"


if __name__ == "__main__":
    main()
