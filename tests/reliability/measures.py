"""Numbers of trials in; out, every measure of reliability as (what, demanded, reached, whether it is reached)."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.reliability.hostile import (
    LEAST_KINDS,
    MOST_MEBIBYTES,
    MOST_SECONDS,
    Alone,
    Hostile,
    hostile_month,
    one_by_one,
)
from tests.reliability.mutations import tried as mutations_tried
from tests.reliability.running import ROOT
from tests.reliability.trials import tried as layouts_tried

MOST_CPU, MOST_SHARE = {"25×30": 0.25, "25×400": 1.6}, 0.25
_INTAKE = re.compile(r"(25×30|25×400) 行\s*(读取、清洗、核查)：([0-9.]+) 秒 CPU，为 openpyxl 的 ([0-9.]+)")


@dataclass(frozen=True)
class Measure:
    """One line of the table."""

    what: str
    demanded: str
    reached: str
    met: bool


def measures(mutations: int, layouts: int) -> Iterator[Measure]:
    """Every measure, in the order of the table."""
    yield from _kinds(one_by_one())
    with tempfile.TemporaryDirectory() as place:
        yield from _together(hostile_month(Path(place)))
    yield from _mutations(mutations)
    yield from _layouts(layouts)
    yield from intake(_told_by("bench.intake"))


def _kinds(found: list[Alone]) -> Iterator[Measure]:
    owed = [each for each in found if each.faults and each.kind.today]
    wrong = [each for each in found if each.faults and not each.kind.today]
    slowest = max(found, key=lambda each: each.seconds)
    right = len(found) - len(owed) - len(wrong)
    yield Measure("恶意和损坏文件的种类", f"不少于 {LEAST_KINDS} 种", f"{len(found)} 种", len(found) >= LEAST_KINDS)
    yield Measure("其中结论唯一且正确的", "全部", f"{right} 种（另有 {len(owed)} 种已知未达）", right == len(found))
    shown = f"{slowest.seconds:.1f} 秒（{slowest.kind.title}）"
    yield Measure("最慢的一个文件", f"{MOST_SECONDS:.0f} 秒以内", shown, slowest.seconds < MOST_SECONDS)


def _together(month: Hostile) -> Iterator[Measure]:
    ran = month.ran
    ended = ran.code in (0, 1) and not ran.complaints
    silent = month.without_verdict()
    whole = month.good_counts() == [(3, 3, 0)] * len(month.good)
    yield Measure("全部种类放进一期跑 check：退出码", "0 或 1，无报错堆栈", str(ran.code), ended)
    yield Measure("其中没有结论的文件", "0", str(len(silent)), not silent)
    yield Measure("同一文件夹中的好表", "全部读全", "全部读全" if whole else "有缺", whole)
    yield Measure("整个运行的内存峰值（父子进程合计）", "1 GiB 以内", f"{ran.peak} MiB", 0 < ran.peak < MOST_MEBIBYTES)
    yield Measure(
        "读入 = 接收 + 退回（逐文件）", "全部", "全部" if not month.unbalanced() else "有不平", not month.unbalanced()
    )


def _mutations(count: int) -> Iterator[Measure]:
    tally = mutations_tried(count)
    yield Measure("好表的随机变异", f"{count:,} 次", f"{tally.run:,} 次", tally.run == count)
    yield Measure("变异后意外的异常", "0", str(len(tally.unexpected)), not tally.unexpected)
    yield Measure("容器字节损坏而未察觉", "0", str(len(tally.undetected)), not tally.undetected)
    reached = f"{tally.run - len(tally.unbalanced):,} 次"
    yield Measure("变异后读入 = 接收 + 退回", f"{tally.run:,} 次", reached, not tally.unbalanced)


def _layouts(count: int) -> Iterator[Measure]:
    tried, wrong = layouts_tried(count)
    yield Measure(
        "随机版式逐格读回", f"{count:,} 种版式", f"{tried:,} 种，不符 {len(wrong)} 种", not wrong and tried >= count
    )


def _told_by(module: str) -> str:
    """What a bench prints, "" where there is no such bench."""
    if find_spec(module) is None:
        return ""
    command = [sys.executable, "-m", module]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def intake(told: str) -> Iterator[Measure]:
    """A line of the bench of intake each: 25×30 行　读取、清洗、核查：0.2 秒 CPU，为 openpyxl 的 0.24."""
    for size, way, seconds, share in _INTAKE.findall(told):
        met = float(seconds) <= MOST_CPU[size] and float(share) <= MOST_SHARE
        demanded = f"{MOST_CPU[size]} 秒 CPU 以内，不超过 openpyxl 全读的四分之一"
        yield Measure(f"{size} 行{way}", demanded, f"{seconds} 秒，为其 {share}", met)
