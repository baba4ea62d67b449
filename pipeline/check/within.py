"""One row judged by itself: amounts, dates and states that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pipeline.check.judge import Judge, amount, below, day
from pipeline.model import Finding, Row
from pipeline.rules.started import started


def sums(judge: Judge) -> Iterator[Finding]:
    """自开工累计 ≥ 本年完成，自开工累计 = 上年末累计 + 本年完成，本年完成 ≥ 本月完成。"""
    tolerance = judge.limit("money_tolerance")
    for row in judge.projects:
        if below(row["cum_done"], row["ytd_done"]):
            yield _sum_finding(judge, "cum-below-ytd", row, "cum")
        if _gap(row) > tolerance:
            yield _sum_finding(judge, "cum-not-prior-plus-ytd", row, "cum")
        if below(row["ytd_done"], row["month_done"]):
            yield _sum_finding(judge, "ytd-below-month", row, "ytd")


def _sum_finding(judge: Judge, code: str, row: Row, name: str) -> Finding:
    amounts = {name: amount(row[f"{name}_done"]) for name in ("cum", "prior", "ytd", "month")}
    return judge.finding(code, row, f"{name}_done", amounts[name], **amounts)


def _gap(row: Row) -> int:
    cum, prior, ytd = row["cum_done"], row["prior_done"], row["ytd_done"]
    return 0 if None in (cum, prior, ytd) else abs(cum - prior - ytd)


def dates(judge: Judge) -> Iterator[Finding]:
    """竣工不早于开工，计划与实际各自相比；只写月份的，同月不算矛盾。"""
    for finish, start in (("finish", "start"), ("plan_finish", "plan_start")):
        titles = {"finish_title": judge.title(finish), "start_title": judge.title(start)}
        sent = f"sent.{start}"
        for row in judge.projects:
            began = row.get(sent) or row[start]
            if below(row[finish], began):
                blanks = {"finish": day(row[finish]), "start": day(began)}
                yield judge.finding("finish-before-start", row, finish, day(row[finish]), **titles, **blanks)


def states(judge: Judge) -> Iterator[Finding]:
    """未开工而有投资，已开工而施工许可未办结。"""
    for row in judge.projects:
        running = started(row, judge.law, judge.period.as_of)
        if not running and below(0, row["ytd_done"]):
            ytd = amount(row["ytd_done"])
            yield judge.finding("invested-not-started", row, "ytd_done", ytd, ytd=ytd)
        if running and row["permit.施工许可"] in ("办理中", "未启动"):
            yield judge.finding("started-without-permit", row, "permit.施工许可", row["permit.施工许可"])


def rates(judge: Judge) -> Iterator[Finding]:
    """填报完成率与计算数相差超过 0.1 个百分点；完成超过计划的 150%。"""
    tolerance = Fraction(judge.limit("rate_tolerance"))
    most, parts = Fraction(judge.limit("overfulfilled")).as_integer_ratio()
    for row in judge.projects:
        own = row["sent.plan"] if row["sent.plan"] is not None else row["plan"]
        if row["rate"] is not None and own and row["ytd_done"] is not None:
            computed = Fraction(row["ytd_done"], own) * 100
            if abs(computed - row["rate"]) > tolerance:
                rate = _rate(row["rate"])
                yield judge.finding("rate-differs", row, "rate", rate, rate=rate, computed=_rate(computed))
        if row["plan"] and row["ytd_done"] is not None and row["ytd_done"] * parts > row["plan"] * most:
            ytd, plan = amount(row["ytd_done"]), amount(row["plan"])
            yield judge.finding("over-fulfilled", row, "ytd_done", ytd, ytd=ytd, plan=plan)


def _rate(value: Fraction) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


CHECKS = (sums, dates, states, rates)
