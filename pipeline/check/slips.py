"""Amounts judged against their column: wrong units, and totals that do not add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median
from typing import Any

from pipeline.check.judge import Judge, amount, below
from pipeline.model import Finding, Row, Table

PLACE = ("file", "sheet", "cell", "field", "sender", "label")


def units(judge: Judge) -> Iterator[Finding]:
    """年度计划大于总投资，总投资达到 1000 亿元，与本表同列中位数相差千倍：疑为单位填错。看报送的原值，也看清单。"""
    for row in judge.projects:
        plan, total = row["sent.plan"], row["sent.total"]
        if plan is not None or total is not None:
            yield from _plan_over_total(
                judge, row, row["plan"] if plan is None else plan, row["total"] if total is None else total
            )
    for row in judge.tables.register:
        yield from _plan_over_total(judge, row, row["plan"], row["total"])
    for rows, sent in ((judge.projects, "sent."), (judge.tables.register, "")):
        yield from _too_large(judge, rows, f"{sent}total")
        for name in ("total", "plan"):
            yield from _slips(judge, rows, f"{sent}{name}", name)


def _too_large(judge: Judge, rows: Table, own: str) -> Iterator[Finding]:
    least = judge.limit("slip_total")
    for row in rows:
        if row[own] is not None and row[own] >= least:
            total = amount(row[own])
            yield judge.finding("total-too-large", row, "total", total, money=total)


def _plan_over_total(judge: Judge, row: Row, plan: int | None, total: int | None) -> Iterator[Finding]:
    if below(total, plan):
        said = {"plan": amount(plan), "total": amount(total)}
        yield judge.finding("plan-over-total", row, "plan", said["plan"], **said)


def _slips(judge: Judge, rows: Table, own: str, name: str) -> Iterator[Finding]:
    """``own`` is where the sender's own amount stands, before the register's took its place."""
    sheets: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row[own]:
            sheets[row["block"]].append(row)
    factor = judge.limit("slip_factor")
    for column in sheets.values():
        middle = median(row[own] for row in column)
        for row in column if len(column) >= judge.limit("slip_least_values") else ():
            if row[own] >= middle * factor or row[own] * factor <= middle:
                yield judge.finding("unit-slip", row, name, amount(row[own]), money=amount(row[own]))


def totals(judge: Judge) -> Iterator[Finding]:
    """小计、合计与明细之和相差超过 1 万元（或各加数末位进位之和的一半）。"""
    for total in judge.tables.totals:
        nearest = min(total.parts, key=lambda part: abs(part - total.written))
        if abs(nearest - total.written) > total.slack:
            place: dict[str, Any] = {name: getattr(total, name) for name in PLACE}
            written = amount(total.written)
            yield judge.law.finding("total-differs", **place, value=written, written=written, summed=amount(nearest))


CHECKS = (units, totals)
