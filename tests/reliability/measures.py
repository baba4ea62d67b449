"""Numbers of trials in; out, every measure of reliability as (what, demanded, reached, whether it is reached)."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.corpus import Kind, all_kinds
from tests.reliability.hostile import LEAST_KINDS, MOST_MEBIBYTES, MOST_SECONDS, Hostile, hostile_month, judge
from tests.reliability.mutations import tried as mutations_tried
from tests.reliability.trials import tried as layouts_tried
from tests.reliability.verdicts import PERIOD, verdicts


@dataclass(frozen=True)
class Measure:
    """One line of the table."""

    what: str
    demanded: str
    reached: str
    met: bool


@dataclass(frozen=True)
class Alone:
    """How each kind of file fared alone: its faults, what it raised and the seconds it took."""

    kind: Kind
    faults: list[str]
    raised: str
    seconds: float


def alone(kind: Kind) -> Alone:
    """Judge one kind in a period folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / PERIOD.text
        folder.mkdir()
        path, faults, raised = kind.put(folder), [], ""
        start = time.process_time()
        try:
            faults = judge(kind, verdicts(Path(place))[path.name])
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            raised = f"{type(error).__name__}: {error}"
        return Alone(kind, faults, raised, time.process_time() - start)


def measures(mutations: int, layouts: int) -> Iterator[Measure]:
    """Every measure, in the order of the table."""
    yield from _kinds([alone(kind) for kind in all_kinds()])
    with tempfile.TemporaryDirectory() as place:
        yield from _together(hostile_month(Path(place)))
    yield from _mutations(mutations)
    yield from _layouts(layouts)


def _kinds(found: list[Alone]) -> Iterator[Measure]:
    raised = [each for each in found if each.raised]
    owed = [each for each in found if each.faults and each.kind.today]
    wrong = [each for each in found if each.faults and not each.kind.today]
    slowest = max(found, key=lambda each: each.seconds)
    right = len(found) - len(owed) - len(wrong) - len(raised)
    yield Measure("恶意和损坏文件的种类", f"不少于 {LEAST_KINDS} 种", f"{len(found)} 种", len(found) >= LEAST_KINDS)
    yield Measure("其中结论唯一且正确的", "全部", f"{right} 种（另有 {len(owed)} 种已知未达）", right == len(found))
    yield Measure("单独读取时的崩溃", "0", str(len(raised)), not raised)
    shown = f"{slowest.seconds:.1f} 秒 CPU（{slowest.kind.title}）"
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
