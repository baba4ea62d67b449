"""``python -m bench.engine``: three works by the product's engine, docxtpl, copied rows, carbone and docxtemplater, in
turn; prints CPU milliseconds, medians of warm runs, and the ratios that count."""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from bench.node import NODE, Node, installed
from bench.papers import WORKS, Work
from bench.peers import PEERS, Made, words_of

RUNS, WARM = 9, 2
FASTEST = ("copying", *NODE)
GOALS = {"W1": (0.15, 0.6), "W2": (0.10, None), "W3": (0.15, 0.9)}
LIBRARIES = ("docxtpl", "python-docx", "Jinja2", "lxml")

Spent = Mapping[str, float]


def milliseconds(made: Made) -> float:
    gc.collect()
    start = time.process_time()
    made()
    return (time.process_time() - start) * 1000


def python_peers(work: Work) -> dict[str, float]:
    """Median milliseconds of each engine in Python, taken in turn."""
    ways = {name: way(work) for name, (_, way) in PEERS.items()}
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(RUNS + WARM):
        for name, made in ways.items():
            spent[name].append(milliseconds(made))
    return {name: statistics.median(times[WARM:]) for name, times in spent.items()}


def measured(work: Work, node: Node | None) -> dict[str, float]:
    """Median milliseconds of every engine; SystemExit when one of them printed something else."""
    due = [words_of(data) for data in PEERS["ours"][1](work)()]
    spent = python_peers(work)
    for name in NODE if node else ():
        times, found = node.made(name, work, RUNS + WARM) if node else ([], [])
        spent[name] = statistics.median(times[WARM:])
        if [words_of(data) for data in found] != due:
            raise SystemExit(f"{work.title}：{name} 印出的文字与本程序不同，不能比较。")
    return spent


def lines(results: Mapping[str, Spent]) -> Iterator[str]:
    """The table."""
    titles = {name: title for name, (title, _) in PEERS.items()} | {name: name for name in NODE}
    yield f"| 做法（CPU 毫秒，{RUNS} 次的中位数） | " + " | ".join(WORKS[name].title for name in results) + " |"
    yield "| --- " * (len(results) + 1) + "|"
    for name, title in titles.items():
        cells = [f"{spent[name]:.1f}" if name in spent else "—" for spent in results.values()]
        yield f"| {title} | " + " | ".join(cells) + " |"
    yield (
        "| 与 docxtpl 之比（目标） | "
        + " | ".join(_ratio(name, spent, "docxtpl") for name, spent in results.items())
        + " |"
    )
    yield "| 与其余最快者之比（目标） | " + " | ".join(_ratio(name, spent) for name, spent in results.items()) + " |"


def _ratio(name: str, spent: Spent, peer: str = "") -> str:
    goal = GOALS[name][0 if peer else 1]
    least = spent[peer] if peer else min(spent[other] for other in FASTEST if other in spent)
    return f"{spent['ours'] / least:.2f}" + (f"（{goal:.2f}）" if goal else "")


def machine(node: Node | None) -> str:
    """What it was measured on."""
    known = Path("/proc/cpuinfo")
    models = [line.partition(":")[2].strip() for line in known.read_text().splitlines() if "model name" in line]
    chip = f"{len(models)} 核 {models[0]}" if known.exists() and models else sys.platform
    libraries = [f"{name} {version(name)}" for name in LIBRARIES] + (list(node.versions) if node else [])
    return f"机器：{chip}，Python {sys.version.split()[0]}，{'，'.join(libraries)}，{datetime.now():%Y-%m-%d}。"


def main() -> None:
    """Measure all works and print."""
    with tempfile.TemporaryDirectory() as place:
        node = installed(Path(place))
        if node is None:
            print("没有 node 或装不上 carbone、docxtemplater，只与 Python 的做法比。")
        results = {name: measured(work, node) for name, work in WORKS.items()}
        print(*lines(results), "", machine(node), sep="\n")


if __name__ == "__main__":
    main()
