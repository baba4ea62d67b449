"""The cleaned rows of a period, one table a form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pipeline.model.interventions import Intervention

PLACE = ("id", "file", "sheet", "row", "sender", "block")
Row = Mapping[str, Any]
Table = tuple[Row, ...]


def table(records: Iterable[Row], types: Iterable[str]) -> Table:
    """Records as rows that all have the same keys: the columns given and their place, None where nothing is known."""
    nothing = dict.fromkeys((*types, *PLACE))
    return tuple({**nothing, **record} for record in records)


@dataclass(frozen=True)
class Counted:
    """How the rows of one file fared: read = accepted + refused."""

    read: int = 0
    refused: int = 0

    @property
    def accepted(self) -> int:
        return self.read - self.refused


@dataclass(frozen=True)
class Total:
    """A 小计 or 合计 row beside its details, money in 元: ``parts`` are the readings of what it may sum (the rows
    since the last 小计, the rows after it, all rows); ``slack`` is what rounding may explain."""

    file: str
    sheet: str | None
    cell: str
    field: str
    sender: str | None
    label: str
    written: int
    parts: tuple[int, ...]
    slack: int


@dataclass(frozen=True)
class Reported:
    """When a sender says it reported: the 报送日期 line of one sheet."""

    file: str
    sheet: str | None
    cell: str
    sender: str | None
    day: date


@dataclass(frozen=True)
class Tables:
    """The cleaned rows, one table a form: money int 元, days as dates, yes/no as bool, None for nothing.

    Every row has the fields of its form (see rules/forms.toml) and ``id`` (项目代码, else 镇街/项目名称), ``file``,
    ``sheet``, ``row``, ``sender``, ``block`` (its place). ``columns[block][field]`` is the column letter, so that a
    row and a field make a cell. ``unread`` are the project rows that were sent and refused: they count nowhere, but
    nobody is told that they were not sent. ``interventions`` are the uses of 更正, 放行 and 清单变动.
    """

    forms: Mapping[str, Table]
    unread: Table = ()
    columns: tuple[Mapping[str, str], ...] = ()
    totals: tuple[Total, ...] = ()
    reported: tuple[Reported, ...] = ()
    counts: Mapping[str, Counted] = field(default_factory=dict)
    interventions: tuple[Intervention, ...] = ()

    @property
    def projects(self) -> Table:
        return self.forms["项目进度表"]

    @property
    def register(self) -> Table:
        return self.forms["重点项目清单"]

    def cell(self, row: Row, field_key: str) -> str | None:
        """The A1 address of a field of a row, None when the sheet has no such column or its letters are not known."""
        known = row["block"] is not None and row["block"] < len(self.columns)
        letter = self.columns[row["block"]].get(field_key) if known else None
        return f"{letter}{row['row']}" if letter else None

    def without(self, refused: Collection[int]) -> Tables:
        """The same tables less the project rows at the given places, counted as refused."""
        counts = dict(self.counts)
        for at in refused:
            name = self.projects[at]["file"]
            counts[name] = replace(counts[name], refused=counts[name].refused + 1)
        kept = tuple(row for at, row in enumerate(self.projects) if at not in refused)
        return replace(self, forms={**self.forms, "项目进度表": kept}, counts=counts)

    def having(self, stand_ins: Iterable[Row], uses: Iterable[Intervention]) -> Tables:
        """The same tables with rows that stand in for projects that nobody sent, which were never read and are not
        counted as read, and with more interventions."""
        forms = {**self.forms, "项目进度表": (*self.projects, *stand_ins)}
        return replace(self, forms=forms, interventions=(*self.interventions, *uses))
