"""Numbers of trials in; out, the measures of what the office keeps: files, numbers and the ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from tests import postgres
from tests.reliability import faults, killing, months
from tests.reliability.contention import PROCESSES, Taken, taken
from tests.reliability.measures import Measure

KILLS, EACH = 150, 100


def kills() -> Iterator[Measure]:
    tally = killing.tried(KILLS)
    hit = f"{tally.kills} 次，其中 {tally.begun} 次正在写盘、{tally.pending} 次正在换上新文件"
    yield Measure("随机时刻强行终止 monthly、issue", f"{KILLS} 次", hit, tally.kills >= KILLS)
    yield _none("终止后、再启动后打不开的文件", tally.unreadable)
    yield _none("台账丢失的行", tally.lost)
    yield _none("登记簿、清单与文件不一致之处（verify）", tally.unlike)
    yield _none("用了两次或跳过的文号", tally.twice)
    yield _none("再启动后残留的临时文件", tally.left)
    yield _none("再运行而没有成文的", tally.unfinished)


def numbers() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as place:
        yield from _numbers("SQLite", taken(f"sqlite:///{place}/ledger.sqlite", EACH))
    with postgres.server() as url:
        yield from _numbers("PostgreSQL", taken(url, EACH))


def _numbers(database: str, found: Taken) -> Iterator[Measure]:
    count = len(found.numbers)
    yield Measure(
        f"{PROCESSES} 个进程同时取号（{database}）", f"{PROCESSES * EACH} 个", f"{count} 个", count == PROCESSES * EACH
    )
    yield _none("　重复的号", found.twice)
    yield _none("　报出的错误", found.complaints)
    reached = "无缺号，与审计链一致" if found.whole else "不一致"
    yield Measure("　登记簿", "无缺号，与审计链一致", reached, found.whole)


def full_disks() -> Iterator[Measure]:
    tally = faults.tried()
    for way, count in tally.faults.items():
        when = "文件长度受限，逐步放宽" if way == faults.LEDGER else "每次操作各一次"
        yield Measure(f"monthly、issue 中途{way}", when, f"{count} 次", count > 0)
    yield _none("没有以退出码 2 和一句话说明的", tally.untold)
    yield _none("原有文件受损、台账丢行的", tally.harmed)
    yield _none("排除故障后再运行，结果与无故障时不同的", tally.unfinished)


def fourteen_months() -> Iterator[Measure]:
    tally = months.tried()
    gone = f"{tally.months} 个月，印发 {sum(tally.issued.values())} 件"
    yield Measure("跨年连续运行", "14 个月", gone, tally.months == len(months.FOURTEEN))
    states = "、".join(f"{state} {count}" for state, count in sorted(tally.states.items()))
    met = sum(tally.states.values()) == tally.items > 0 and len(tally.states) > 2
    yield Measure("督办事项，各处于唯一状态", "全部", f"{tally.items} 项：{states}", met and not tally.states_wrong)
    yield _none(f"逐月指标、{tally.reports} 份报告原文与台账对不上的数", tally.counts_wrong)
    yield _none("督办编号、文号断号或跨年混号", tally.numbers_wrong)
    yield _none("承办单位从未反馈已完成而销号的事项", tally.claims_wrong)
    yield _none("全部月份重新运行后变了的文件、事项、文号", tally.changed)
    yield _none("verify 查出的问题", tally.faults)


def _none(what: str, found: object) -> Measure:
    count = len(found)  # type: ignore[arg-type]
    return Measure(what, "0", str(count), count == 0)
