"""The rows of a whole city come in; those of each member of a family go out, sorted out in one pass over each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from pipeline.documents.told.histories import PROJECT, project_names, with_past
from pipeline.model import Measured, Row, Table
from pipeline.rules.spelling import departments

DEPARTMENT = "部门"

Names = Callable[[Row], Iterable[str]]


@dataclass(frozen=True)
class Own:
    """The rows of one member."""

    projects: Table = ()
    problems: Table = ()
    leads: Table = ()
    reserves: Table = ()
    flow: Table = ()
    nodes: Table = ()
    inspections: Table = ()

    @classmethod
    def of(cls, measured: Measured) -> Own:
        """All rows, for the city as one more member."""
        return cls(**{part.name: getattr(measured, part.name) for part in fields(cls)})

    def in_place_of(self, measured: Measured) -> Measured:
        """The same measures with these rows alone; the figures, and so their index, are the very same."""
        narrowed = replace(measured, **vars(self))
        vars(narrowed)["index"] = measured.index
        return narrowed


def divided(measured: Measured, each: str, column: str) -> Mapping[str, Own]:
    """By name: its projects, their problems and nodes, and the rows of the other tables that are its own; a department
    has the problems that it handles and the nodes that it answers for, a project what it was in earlier months."""
    owners: list[Sequence[str]] = [_names(row, each, column) for row in measured.projects]
    if each == PROJECT:
        owners = [(name,) for name in project_names(measured.projects)]
        measured = replace(measured, projects=with_past(measured))
    problems = [
        _names(row, each, "solver") if each == DEPARTMENT else _owners(row, owners) for row in measured.problems
    ]
    places = _places(owners)
    return _joined(
        projects=_shared(measured.projects, owners),
        problems=_renumbered(_shared(measured.problems, problems), places),
        leads=_shared(measured.leads, [_names(row, "", column) for row in measured.leads]),
        reserves=_shared(measured.reserves, [_names(row, "", column) for row in measured.reserves]),
        flow=_shared(measured.flow, [_names(row, "", column) for row in measured.flow]),
        nodes=_shared(measured.nodes, _answering(measured, each, owners)),
        inspections=_shared(measured.inspections, _told_of(measured.inspections, measured.projects, owners)),
    )


def _names(row: Row, each: str, column: str) -> Sequence[str]:
    value = row.get(column)
    return departments(value) if each == DEPARTMENT else (value,) if value else ()


def _owners(problem: Row, owners: Sequence[Sequence[str]]) -> Sequence[str]:
    return owners[problem["project"]] if problem["project"] >= 0 else ()


def _told_of(rows: Table, projects: Table, owners: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Whose the project is that each row tells of."""
    from pipeline.rules.identity import Identities

    known = Identities.of(projects) if rows else Identities()
    places = (known.place(row) for row in rows)
    return [() if at is None else owners[at] for at in places]


def _answering(measured: Measured, each: str, owners: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Whose each node is: its project's, or the departments that answer for it."""
    if each == DEPARTMENT:
        return [_names(row, each, "unit") for row in measured.nodes]
    return _told_of(measured.nodes, measured.projects, owners)


def _shared(rows: Table, owners: Sequence[Sequence[str]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row, names in zip(rows, owners, strict=True):
        for name in names:
            found[name].append(row)
    return found


def _places(owners: Sequence[Sequence[str]]) -> dict[str, dict[int, int]]:
    """Of each name: where its projects stand among all, and among its own."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for at, names in enumerate(owners):
        for name in names:
            found[name][at] = len(found[name])
    return found


def _renumbered(problems: dict[str, list[Row]], places: Mapping[str, Mapping[int, int]]) -> dict[str, list[Row]]:
    """``project`` as the place among the member's own."""
    return {
        name: [{**row, "project": places.get(name, {}).get(row["project"], -1)} for row in rows]
        for name, rows in problems.items()
    }


def _joined(**tables: Mapping[str, list[Row]]) -> dict[str, Own]:
    names = dict.fromkeys(name for table in tables.values() for name in table)
    parts: dict[str, dict[str, Any]] = {
        name: {key: tuple(table.get(name, ())) for key, table in tables.items()} for name in names
    }
    return {name: Own(**part) for name, part in parts.items()}
