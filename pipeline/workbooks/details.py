"""Measured rows come in; the detail sheets that 指标 counts over go out, each row linked to the cell it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from pipeline.model import Count, Measured, Row, Sum, Table, Tables, Term, column_letter
from pipeline.model.terms import (
    ADJUSTMENTS,
    FLOW,
    INSPECTIONS,
    ITEMS,
    LEADS,
    NODES,
    PROBLEMS,
    PROJECTS,
    RESERVES,
    operands,
)
from pipeline.rules import Law
from pipeline.rules.spelling import departments
from pipeline.workbooks.columns import OWNER, SHEETS, SOLVER_KEY, SUMMED, WEEKLY, Column, columns
from pipeline.workbooks.literals import Formula, hyperlink

Link = Callable[[str], str]
_BRACKETS = str.maketrans("", "", "（）()")
_NO_NAME = re.compile(r"\W+")


@dataclass(frozen=True)
class Detail:
    """One detail sheet: its columns and its rows as plain data."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    further: Callable[[Row], Row] = dict

    def written(self) -> Iterator[Row]:
        """The rows with what their sheet tells further of them, which nothing counts."""
        return ({**row, **self.further(row)} for row in self.rows)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What formulas call each column's cells: 明细_已开工."""
        return {column.key: f"{self.name}_{_named(column.title)}" for column in self.columns}

    def cells(self, key: str) -> str:
        """A column's cells as formulas address them: 明细!$C$2:$C$301."""
        at = next(at for at, column in enumerate(self.columns, 1) if column.key == key)
        letter = column_letter(at)
        return f"{self.name}!${letter}$2:${letter}${max(len(self.rows), 1) + 1}"

    @cached_property
    def _gaps(self) -> Mapping[str, list[Row]]:
        sums = [column.key for column in self.columns if column.kind in SUMMED]
        return {key: [row for row in self.rows if row[key] is None] for key in sums}

    def lacks(self, key: str, flag: str) -> bool:
        """Whether any row with the flag has no value in a column of amounts."""
        return any(row[flag] for row in self._gaps[key])


def _named(title: str) -> str:
    return _NO_NAME.sub("_", title.translate(_BRACKETS))


def details(measured: Measured, tables: Tables, law: Law, link: Link) -> dict[str, Detail]:
    """The detail sheet of each table that has rows (明细 always), by the name that terms give the table."""
    made = {}
    for name, rows in _filled(measured).items():
        known = columns(name, law)
        owned = tuple(_owned(row, measured.projects) for row in rows)
        every = (*known, *_unlisted(measured, name, known))
        made[name] = Detail(SHEETS[name], every, owned, partial(_further, tables, link))
    return made


def _filled(measured: Measured) -> dict[str, Table]:
    others = {
        PROBLEMS: measured.problems,
        LEADS: measured.leads,
        RESERVES: measured.reserves,
        NODES: measured.nodes,
        INSPECTIONS: measured.inspections,
        ITEMS: measured.items,
        FLOW: measured.flow,
        ADJUSTMENTS: measured.assessed.adjustments if measured.assessed else (),
    }
    return {PROJECTS: measured.projects} | {name: rows for name, rows in others.items() if rows}


def _owned(row: Row, projects: Table) -> Row:
    """A row, with what it has from its project where it belongs to one."""
    at = row.get("project")
    if not isinstance(at, int):
        return row
    owner: Row = projects[at] if at >= 0 else {}
    return {**row, **{f"owner.{key}": owner.get(key) for key in ("id", *OWNER)}}


def _further(tables: Tables, link: Link, row: Row) -> Row:
    return {"link": source(row, tables, link), SOLVER_KEY: _parted(row.get("solver"))}


def _parted(solvers: str | None) -> str | None:
    """Each department between two marks, so that one of several can be looked for: 、甲、乙、."""
    parts = departments(solvers)
    return f"、{'、'.join(parts)}、" if parts else None


def source(row: Row, tables: Tables, link: Link) -> Formula | str | None:
    """A link to the row's first named cell in the workbook that was sent; a file without sheets is linked as such."""
    if not row["file"]:
        return None
    cell = tables.cell(row, "name")
    label = "｜".join([row["file"], *([row["sheet"]] if row["sheet"] else []), f"第{row['row']}行"])
    return hyperlink(link(row["file"]), row["sheet"], cell or f"A{row['row']}", label)


def _unlisted(measured: Measured, table: str, known: tuple[Column, ...]) -> Iterator[Column]:
    """Columns that a figure rests on and that not every period has: under their titles, else their keys."""
    listed = {column.key for column in known}
    terms = [leaf for figure in measured.figures if figure.term for leaf in leaves(figure.term)]
    needed = [(leaf.flag, "flag") for leaf in terms if leaf.table == table]
    needed += [(leaf.column, "money") for leaf in terms if isinstance(leaf, Sum) and leaf.table == table]
    for key, kind in dict.fromkeys(needed):
        if key not in listed:
            yield Column(key, WEEKLY.get(key, key), kind, "计算")


def leaves(term: Term) -> Iterator[Count | Sum]:
    if isinstance(term, Count | Sum):
        yield term
    for part in operands(term):
        yield from leaves(part)
