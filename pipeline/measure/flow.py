"""Projects and 策划储备 of this period and of the last come in; one row for each project goes out, with the one batch
that it is in, the one that it was in, and what moved; and the 招引 that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.measure.facts import packages
from pipeline.measure.leads import coded
from pipeline.model import Period, Row, Table, Tables
from pipeline.model.terms import BATCHES, LEADS, PROJECTS, RESERVES
from pipeline.rules import Law
from pipeline.rules.identity import Identities
from pipeline.rules.started import started

RESERVE, START, BUILD, PRODUCE = BATCHES
PLACED = ("id", "file", "sheet", "row", "sender", "block")
KEPT = (*PLACED, "name", "code", "town", "chain", "stage", "started", "start", "plan_start")
LOST = {"file": None, "sheet": None, "row": None, "block": None}


@dataclass(frozen=True)
class Standing:
    """A project or a 策划储备 with the batch that it is in, None when it has ended."""

    row: Row
    form: str
    batch: str | None


def flow(projects: Table, tables: Tables, period: Period, law: Law, last: Tables | None) -> Table:
    """``projects`` are this period's with their facts. A row of 策划储备 whose project is in 项目进度表 is that
    project. What left has no place any more."""
    now = _standing(tuple(row for row in projects if row["counted"]), tables, period.as_of, law)
    if last is None:
        return tuple(_row(one, None, one.batch) for one in now if one.batch)
    then = _standing(_counted(last.projects, law, period.previous.as_of), last, period.previous.as_of, law)
    return (*_moves(now, then), *_gone_leads(tables, last))


def batch(row: Row, law: Law, as_of: date) -> str | None:
    """终止的不在四批；投产的为投产一批；停工的为建设一批；未开工的为储备一批；其余开工不满三个月（含开工当月）的为
    开工一批，满三个月的为建设一批，没有开工时间的看计划开工时间，都没有的为建设一批。"""
    figures, stage = law.figures, row["stage"]
    if stage in figures["batches"]["ended_stages"]:
        return None
    if stage in figures["producing_stages"]:
        return PRODUCE
    if stage in figures["batches"]["paused_stages"]:
        return BUILD
    if not started(row, law, as_of):
        return RESERVE
    day = row["start"] or row["plan_start"]
    return START if day and _months(day, as_of) < figures["batches"]["fresh_months"] else BUILD


def _months(day: date, as_of: date) -> int:
    return (as_of.year - day.year) * 12 + as_of.month - day.month


def _counted(rows: Table, law: Law, as_of: date) -> Table:
    counted, _ = packages(rows, [started(row, law, as_of) for row in rows])
    return tuple(row for row, stands in zip(rows, counted, strict=True) if stands)


def _standing(projects: Table, tables: Tables, as_of: date, law: Law) -> list[Standing]:
    running = [Standing(row, PROJECTS, batch(row, law, as_of)) for row in projects]
    reserves = coded(tables.forms[RESERVES])
    known = Identities.of(tables.projects if reserves else ())
    return [*running, *(Standing(row, RESERVES, RESERVE) for row in reserves if known.place(row) is None)]


def _moves(now: list[Standing], then: list[Standing]) -> Iterator[Row]:
    known, found = Identities.of(one.row for one in then), set[int]()
    for one in now:
        at = known.place(one.row)
        before = None if at is None else then[at].batch
        found |= set() if at is None else {at}
        if one.batch or before:
            yield _row(one, before, one.batch, compared=True)
    gone = (one for at, one in enumerate(then) if at not in found and one.batch)
    yield from (_row(one, one.batch, None, compared=True) | LOST for one in gone)


def _row(one: Standing, before: str | None, now: str | None, *, compared: bool = False) -> dict[str, Any]:
    return {
        **{key: one.row.get(key) for key in KEPT},
        "form": one.form,
        "before": before,
        "now": now,
        **{f"now.{name}": now == name for name in BATCHES},
        **{f"before.{name}": before == name for name in BATCHES},
        "to_start": before == RESERVE and now in (START, BUILD, PRODUCE),
        "to_build": before == START and now == BUILD,
        "to_produce": before not in (None, PRODUCE) and now == PRODUCE,
        "entered": compared and before is None,
        "left": compared and now is None,
        "lead_gone": False,
    }


def _gone_leads(tables: Tables, last: Tables) -> Iterator[Row]:
    known = Identities.of(coded(tables.forms[LEADS]))
    for row in coded(last.forms[LEADS]):
        if known.place(row) is None:
            yield _row(Standing(row, LEADS, None), None, None) | LOST | {"before": row["stage"], "lead_gone": True}
