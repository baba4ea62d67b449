"""Rows typed in a test come in; what measure makes of them goes out, with the tables they stand in."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.measure import measure
from pipeline.model import Measured, Period, Tables, Value, table
from pipeline.model.terms import LEADS, PROBLEMS, PROJECTS, RESERVES
from pipeline.rules import Law, Office, load_law
from pipeline.rules.office import Unit

PERIOD = Period.parse("2026-05")
WAN = 10_000
Record = Mapping[str, Any]


def law() -> Law:
    return load_law()


def office(*towns: str | tuple[str, str]) -> Office:
    """An office with these 镇街, each with its 考核类别 (镇 where none is given)."""
    named = [town if isinstance(town, tuple) else (town, "镇") for town in towns]
    units = tuple(Unit(name, (), category) for name, category in named)
    return Office("示例市", {}, units, (), {}, {name: name for name, _ in named})


def project(name: str, town: str, plan: int | None = 1000, ytd: int | None = 500, **fields: Any) -> dict[str, Any]:
    """A project with its plan and progress in 万元; its place is row 5 of a made-up workbook."""
    money = {"plan": None if plan is None else plan * WAN, "ytd_done": None if ytd is None else ytd * WAN}
    return {**_place(name, town), **money, "total": 5000 * WAN, "stage": "在建", "showcase": False, **fields}


def row(name: str, town: str | None, **fields: Any) -> dict[str, Any]:
    """A row of another form."""
    return {**_place(name, town), **fields}


def _place(name: str, town: str | None) -> dict[str, Any]:
    place = {"file": "报送.xlsx", "sheet": "Sheet1", "row": 5, "sender": town, "block": 0}
    return {**place, "name": name, "town": town, "id": f"{town}/{name}"}


def tables(
    projects: Sequence[Record] = (),
    problems: Sequence[Record] = (),
    leads: Sequence[Record] = (),
    reserves: Sequence[Record] = (),
) -> Tables:
    rows = {PROJECTS: projects, PROBLEMS: problems, LEADS: leads, RESERVES: reserves}
    forms = {name: table(rows.get(name, ()), types) for name, types in law().types.items()}
    return Tables(forms, columns=({"name": "B", "plan": "F"},))


def measured(sent: Tables, of: Office, before: Tables | None = None) -> Measured:
    return measure(sent, PERIOD, law(), of, history={PERIOD.previous.text: before} if before else {})


def groups(of: Office) -> dict[str, str]:
    return {town.name: town.category for town in of.towns}


def link(file: str) -> str:
    return f"../../input/2026-05/{file}"


def plain(value: Value) -> str | float | None:
    return value if isinstance(value, str | float) else None
