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
        if row["sent.plan"] is not None or row["sent.total"] is not None:
            own = {key: yuan for key, yuan in _sent(row).items() if yuan is not None}
            yield from _plan_over_total(judge, {**row, **own})
    for row in judge.tables.register:
        yield from _plan_over_total(judge, row)
    for rows in (tuple({**row, **_sent(row)} for row in judge.projects), judge.tables.register):
        for row in rows:
            if below(judge.limit("slip_total") - 1, row["total"]):
                total = amount(row["total"])
                yield judge.finding("total-too-large", row, "total", total, money=total)
        for name in ("total", "plan"):
            yield from _slips(judge, rows, name)


def _sent(row: Row) -> dict[str, int | None]:
    """The sender's own amounts, before the register's took their place."""
    return {"plan": row["sent.plan"], "total": row["sent.total"]}


def _plan_over_total(judge: Judge, row: Row) -> Iterator[Finding]:
    if below(row["total"], row["plan"]):
        plan, total = amount(row["plan"]), amount(row["total"])
        yield judge.finding("plan-over-total", row, "plan", plan, plan=plan, total=total)


def _slips(judge: Judge, rows: Table, name: str) -> Iterator[Finding]:
    sheets: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row[name]:
            sheets[row["block"]].append(row)
    factor = judge.limit("slip_factor")
    for column in sheets.values():
        middle = median(row[name] for row in column)
        for row in column if len(column) >= judge.limit("slip_least_values") else ():
            if row[name] >= middle * factor or row[name] * factor <= middle:
                yield judge.finding("unit-slip", row, name, amount(row[name]), money=amount(row[name]))


def totals(judge: Judge) -> Iterator[Finding]:
    """小计、合计与明细之和相差超过 1 万元（或各加数末位进位之和的一半）。"""
    for total in judge.tables.totals:
        nearest = min(total.parts, key=lambda part: abs(part - total.written))
        if abs(nearest - total.written) > total.slack:
            place: dict[str, Any] = {name: getattr(total, name) for name in PLACE}
            written = amount(total.written)
            yield judge.law.finding("total-differs", **place, value=written, written=written, summed=amount(nearest))


CHECKS = (units, totals)
