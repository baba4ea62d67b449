"""This week's row of a project or problem and last week's come in; what moved between the two goes out as facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pipeline.model import Period, Row, Table
from pipeline.rules.spelling import folded

DONE = "办结"


def project_moves(row: Row, then: Row | None, period: Period, permits: tuple[str, ...]) -> dict[str, Any]:
    """``week_flow`` (元; a project that last week lacks counts from 0, the year's first week from 1 January),
    ``stage_before``, ``stage_changed``, ``gained`` (the permits that were not 办结 last week), ``permit_gained`` and
    ``moved`` (any of these)."""
    same_year = then is not None and period.previous.year == period.year
    before = then["ytd_done"] if then and same_year else None
    flow = None if row["ytd_done"] is None else row["ytd_done"] - (before or 0)
    stage = then["stage"] if then else None
    gained = tuple(permit for permit in permits if _gained(row, then, f"permit.{permit}"))
    changed = None not in (stage, row["stage"]) and stage != row["stage"]
    moves = bool(flow and flow > 0) or changed or bool(gained) or row["is_new_start"]
    return {
        "last_week": before,
        "week_flow": flow,
        "stage_before": stage,
        "stage_changed": row["counted"] and changed,
        "gained": gained,
        "permit_gained": row["counted"] and bool(gained),
        "moved": row["counted"] and moves,
    }


def _gained(row: Row, then: Row | None, permit: str) -> bool:
    """Nothing is gained by what last week did not say."""
    known = then is not None and then[permit] is not None
    return known and row[permit] == DONE and then is not None and then[permit] != DONE


def newly_solved(problems: Table, last: Table, period: Period) -> Table:
    """The problems with ``newly_solved``: solved now and open last week, or unknown then and 销号 within the week."""
    before = solved_then(last)
    return tuple({**row, "newly_solved": _newly(row, before, period)} for row in problems)


def _newly(row: Row, before: Mapping[tuple[str, str], bool], period: Period) -> bool:
    if not row["is_solved"]:
        return False
    within = row["closed"] is not None and period.as_of - timedelta(days=7) < row["closed"] <= period.as_of
    return not before.get(_key(row), not within)


def solved_then(problems: Table) -> Mapping[tuple[str, str], bool]:
    """Whether each problem of an earlier period was solved then."""
    return {_key(row): bool(row["status"] == "已办结") for row in problems}


def month_moves(row: Row, then: Mapping[tuple[str, str], bool] | None, period: Period) -> dict[str, bool]:
    """``is_new_now`` and ``is_closed_now``: a problem that the month before did not list, and one that is solved and
    was open then; by their days where the month before says nothing of them."""
    raised, closed = (_in_month(row[day], period) for day in ("raised", "closed"))
    known = None if then is None else then.get(_key(row))
    return {
        "is_new_now": raised if then is None else known is None,
        "is_closed_now": row["is_solved"] and (closed if known is None else not known),
    }


def _in_month(day: date | None, period: Period) -> bool:
    return day is not None and period.as_of.replace(day=1) <= day <= period.as_of


def _key(row: Row) -> tuple[str, str]:
    return folded(row["id"] or ""), folded(row["detail"] or "")
