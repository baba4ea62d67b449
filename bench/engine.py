"""``python -m bench.engine``: three works by the product's engine, docxtpl, copied rows, carbone and docxtemplater, in
turn; prints CPU milliseconds, medians of warm runs, and the ratios that count."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.node import NODE, Node, installed
from bench.papers import WORKS, Work
from bench.peers import PEERS, Made, words_of
from bench.report import machine, table, write

RUNS, WARM = 9, 2
FASTEST = ("copying", *NODE)
GOALS = {"W1": (0.15, 0.6), "W2": (0.10, None), "W3": (0.15, 0.9)}
ABOUT = (
    "同样的内容、同样的表，各用各的写法做成模板，在同一场里轮流填写；模板已备好（热），取中位数。各家印出的文字逐字比过，完全相同才计时。"
    "本程序的全部核验都开着：沙箱、逐个取值、出处、良构检查、逐字核对。"
)
WITHOUT_NODE = "没有 node，或装不上 carbone 和 docxtemplater，只与 Python 的做法比。"

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


def lines(results: Mapping[str, Spent]) -> Iterator[tuple[str, ...]]:
    """A row for each engine, then the ratios and what they are to be."""
    titles = {name: title for name, (title, _) in PEERS.items()} | {name: name for name in NODE}
    for name, title in titles.items():
        yield title, *(f"{spent[name]:.1f}" if name in spent else "—" for spent in results.values())
    yield "本程序与 docxtpl 之比（目标）", *(_ratio(name, spent, "docxtpl") for name, spent in results.items())
    yield "本程序与其余最快者之比（目标）", *(_ratio(name, spent) for name, spent in results.items())


def _ratio(name: str, spent: Spent, peer: str = "") -> str:
    goal = GOALS[name][0 if peer else 1]
    least = spent[peer] if peer else min(spent[other] for other in FASTEST if other in spent)
    return f"{spent['ours'] / least:.2f}" + (f"（{goal:.2f}）" if goal else "")


def main() -> None:
    """Measure all works and write the section."""
    with tempfile.TemporaryDirectory() as place:
        node = installed(Path(place))
        results = {name: measured(work, node) for name, work in WORKS.items()}
    beside = f"与 {'、'.join(node.versions)} 同场。" if node else WITHOUT_NODE
    heads = ("做法（CPU 毫秒）", *(WORKS[name].title for name in results))
    write("成文引擎", f"{ABOUT}{beside}", machine(), table(heads, lines(results)))


if __name__ == "__main__":
    main()
