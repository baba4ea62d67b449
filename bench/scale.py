"""``python -m bench.scale``: a month of 25, 300 and 3,000 workbooks to the bulletin and one notice a 镇街, by the
product and by an analyst's script in turn; CPU seconds and memory of whole processes. ``python -m bench.scale 300×50``
does one size."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.intake import PERIOD, folder, spent
from bench.report import machine, table, write

ROOT = Path(__file__).parent.parent
SIZES = ((25, 20), (300, 50), (300, 20), (3000, 20))
RUNS = {25: 5, 300: 3, 3000: 1}
DOCUMENTS = ("bulletin", "confirmation")
APART = {"底稿": "pipeline.workbooks.working_papers"}
STEPS = {"读入": "pipeline.collect.collect", "成文": "pipeline.run.papers.documents", **APART}


@dataclass(frozen=True)
class Run:
    """CPU seconds of a process and its children, wall seconds, the most memory of either, and of the product the wall
    seconds of its steps."""

    cpu: float
    wall: float
    memory: float
    steps: dict[str, float]

    @property
    def apart(self) -> float:
        return sum(self.steps.get(name, 0) for name in APART)


def ours(place: Path, output: Path, executor: str) -> dict[str, float]:
    """One run in this process, with the CPU seconds of what is timed apart and the wall seconds of the other steps."""
    from pipeline.model import Period, Request
    from pipeline.run import execute

    took = {name: _timed(path, spent if name in APART else perf_counter) for name, path in STEPS.items()}
    url = f"sqlite:///{output / 'ledger.sqlite'}"
    outcome = execute(Request(Period.parse(PERIOD), place, output, url, "monthly", DOCUMENTS, executor=executor))
    if outcome.status != "made":
        raise SystemExit(f"没有成文：{outcome.status}")
    return {name: sum(seconds) for name, seconds in took.items()}


def _timed(path: str, clock: Callable[[], float]) -> list[float]:
    """The seconds of each call of a function, which is replaced by one that times it."""
    from importlib import import_module

    module, _, name = path.rpartition(".")
    room, seconds = import_module(module), list[float]()
    plain = getattr(room, name)

    def timed(*args: Any, **options: Any) -> Any:
        start = clock()
        try:
            return plain(*args, **options)
        finally:
            seconds.append(clock() - start)

    setattr(room, name, timed)
    return seconds


def measured(*words: str) -> Run:
    """A process of its own."""
    start = perf_counter()
    command = [sys.executable, "-W", "ignore", "-m", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        told = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} 没有跑完（{process.returncode}）")
    steps, child = json.loads(told) if told else ({}, 0.0)
    memory = max(used.ru_maxrss / 1024, child)
    return Run(used.ru_utime + used.ru_stime, perf_counter() - start, memory, steps)


def middle(runs: Sequence[Run], of: Callable[[Run], float]) -> float:
    return statistics.median(map(of, runs))


def sized(books: int, rows: int, place: Path) -> dict[str, list[Run]]:
    """The runs of one size, in turn."""
    source = folder(place / "input", rows, books)
    ways: dict[str, Callable[[int], Run]] = {
        "本程序，一个进程": lambda at: measured("bench.scale", "run", str(source), str(place / f"a{at}"), "serial"),
        "本程序，两个进程": lambda at: measured(
            "bench.scale", "run", str(source), str(place / f"b{at}"), "processes:2"
        ),
        "脚本": lambda at: measured("bench.script", str(source / PERIOD), str(place / f"c{at}")),
    }
    taken: dict[str, list[Run]] = {name: [] for name in ways}
    for at in range(RUNS.get(books, 1)):
        for name, way in ways.items():
            taken[name].append(way(at))
    return taken


def lines(books: int, rows: int, taken: dict[str, list[Run]]) -> list[tuple[str, ...]]:
    peer = middle(taken["脚本"], lambda run: run.cpu)
    return [
        (
            f"{books} × {rows}",
            name,
            f"{(own := middle(runs, lambda run: run.cpu - run.apart)):.1f}",
            f"{own / peer:.2f}",
            f"{middle(runs, lambda run: run.apart):.1f}" if name != "脚本" else "",
            f"{middle(runs, lambda run: run.wall):.1f}",
            f"{middle(runs, lambda run: run.memory):.0f}",
        )
        for name, runs in taken.items()
    ]


def notes(found: dict[tuple[int, int], dict[str, list[Run]]]) -> list[str]:
    """How two processes compare with one, and 3,000 workbooks with ten times 300."""
    one, two = "本程序，一个进程", "本程序，两个进程"

    def shared(run: Run) -> float:
        return run.steps["读入"] + run.steps["成文"]

    told = []
    for (books, rows), taken in found.items():
        if books >= 300:
            ratio = middle(taken[one], shared) / middle(taken[two], shared)
            told.append(f"- {books} × {rows}：读入和成文的时钟秒数，两个进程比一个快 {ratio:.2f} 倍。")
    if (300, 20) in found and (3000, 20) in found:
        small, large = (middle(found[size][one], lambda run: run.cpu - run.apart) for size in ((300, 20), (3000, 20)))
        told.append(f"- 3000 × 20 的 CPU 秒数是 300 × 20 的十倍的 {large / small / 10:.2f}。")
    return told


HEADS = ("工作簿 × 每簿项目", "做法", "CPU 秒（底稿另计）", "与脚本之比", "底稿 CPU 秒", "时钟秒", "内存峰值 MiB")
ABOUT = (
    "一个月的报送 → 《调度通报》和每个镇街一份《数据确认单》。脚本是分析人员会写的：pandas.read_excel、groupby、"
    "docxtpl，通报列出全部项目，没有任何核查、出处和台账。两边轮流跑，取中位数；内存是最大的一个进程的。"
)


def main(sizes: Sequence[tuple[int, int]]) -> None:
    found: dict[tuple[int, int], dict[str, list[Run]]] = {}
    rows: list[tuple[str, ...]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            found[size] = sized(*size, Path(place))
        rows += lines(*size, found[size])
        print(table(HEADS, rows[-3:]), flush=True)
    write("规模", ABOUT + machine(), table(HEADS, rows), "\n".join(notes(found)))


def alone(place: str, output: str, executor: str) -> None:
    """For ``measured``: one run, and what it took, as JSON."""
    steps = ours(Path(place), Path(output), executor)
    print(json.dumps([steps, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        alone(*sys.argv[2:5])
    else:
        asked = [tuple(map(int, word.replace("x", "×").split("×"))) for word in sys.argv[1:]]
        main([(books, rows) for books, rows in asked] or SIZES)
