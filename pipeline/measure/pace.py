"""Project rows with their facts come in; the same rows with how far each is ahead of or behind 时序, and its place
among the fast and the slow, go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from pipeline.model import Period, Row, Table
from pipeline.rules import Law

YEAR = 12
FAST, SLOW = "fast", "slow"
Place = dict[str, Any]


def paced(projects: Table, period: Period, law: Law) -> Table:
    """``time_gap`` (元: 本年完成 less 年度计划 × 时序进度; None without a plan), ``needed_a_month`` (元 a month that is
    left, to reach the plan), ``is_paced``, ``is_on_time``, ``is_behind``, and for those that are paced ``fast_place``
    and ``slow_place`` (1, 2, 2, 4 …) with ``is_fast`` and ``is_slow`` for those on the lists."""
    rows = [{**row, **_gaps(row, period)} for row in projects]
    silent = period.as_of.month in law.light(period).silent_months or not period.elapsed
    for row in rows:
        row |= _standing(row, period, silent)
    rules = law.figures["pace"]
    _placed(rows, (row for row in rows if row["is_on_time"]), FAST, rules)
    behind = (row for row in rows if row["is_behind"] and row["stage"] not in rules["never_slow"])
    _placed(rows, behind, SLOW, rules)
    return tuple(rows)


def _gaps(row: Row, period: Period) -> dict[str, Any]:
    if not row["has_plan"] or row["ytd_done"] is None:
        return {"time_gap": None, "needed_a_month": None}
    left = max(row["plan"] - row["ytd_done"], 0)
    months = YEAR - period.elapsed
    return {
        "time_gap": _whole(YEAR * row["ytd_done"] - row["plan"] * period.elapsed, YEAR),
        "needed_a_month": _whole(left, months) if months else None,
    }


def _whole(part: int, whole: int) -> int:
    """The quotient rounded half up, away from zero."""
    rounded = (2 * abs(part) + whole) // (2 * whole)
    return rounded if part >= 0 else -rounded


def _standing(row: Row, period: Period, silent: bool) -> dict[str, bool]:
    """Whether the row is measured against 时序, and on which side of it: by the exact rate, not by rounded 元."""
    known = row["counted"] and row["has_plan"] and row["ytd_done"] is not None
    paced = known and not silent and (row["is_started"] or row["is_due"])
    met = paced and YEAR * row["ytd_done"] >= row["plan"] * period.elapsed
    return {"is_paced": paced, "is_on_time": met, "is_behind": paced and not met}


def _placed(rows: Iterable[Place], own: Iterable[Place], end: str, rules: Mapping[str, Any]) -> None:
    """Give every row its place at one end: by 完成率, then by the money; equal ones share a place."""
    for row in rows:
        row |= {f"{end}_place": None, f"is_{end}": False}
    sign, place, before = (-1 if end == FAST else 1), 0, None
    ordered = sorted(own, key=lambda row: _key(row, sign))
    for at, row in enumerate(ordered, 1):
        key = _key(row, sign)
        place, before = (place if key == before else at), key
        row[f"{end}_place"] = place
    for row in _listed(ordered, f"{end}_place", rules):
        row[f"is_{end}"] = True


def _key(row: Row, sign: int) -> tuple[Fraction, int]:
    return sign * Fraction(row["ytd_done"], row["plan"]), sign * row["time_gap"]


def _listed(ordered: Iterable[Place], place: str, rules: Mapping[str, Any]) -> list[Place]:
    """The first of them, so many in all and of one 镇街; whoever shares the last place is on the list too."""
    listed: list[Place] = []
    towns: Counter[str | None] = Counter()
    for row in ordered:
        if len(listed) >= rules["most"] and row[place] != listed[-1][place]:
            break
        if not rules["per_town"] or towns[row["town"]] < rules["per_town"]:
            listed.append(row)
            towns[row["town"]] += 1
    return listed
