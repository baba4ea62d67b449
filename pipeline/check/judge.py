"""What every check works with: the rows, the law, and findings that stand at a row's cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from pipeline.model import Finding, Period, Remedy, Row, Table, Tables
from pipeline.rules import Law, Office
from pipeline.rules.identity import Identities, Key, key, keys
from pipeline.rules.nearness import near, proposed
from pipeline.rules.spelling import apart, folded
from pipeline.rules.started import started

GONE = ("调出", "拆分", "停缓建")  # changes after which a project need not be reported


@dataclass(frozen=True)
class Judge:
    """The tables of a period beside those of earlier periods (by period, only the ones that stand as a snapshot)."""

    tables: Tables
    period: Period
    law: Law
    office: Office
    history: Mapping[str, Tables]
    unread: Collection[str] = ()  # senders of files that could not be opened: nobody knows what they reported

    @property
    def projects(self) -> Table:
        return self.tables.projects

    @cached_property
    def known(self) -> Identities:
        """The projects of the period, each to be found by its place."""
        return Identities.of(self.projects)

    @cached_property
    def names(self) -> frozenset[str]:
        """The folded names of the projects of the period."""
        return frozenset(folded(row["name"]) for row in self.projects)

    @property
    def last(self) -> Tables | None:
        return self.history.get(self.period.previous.text)

    @cached_property
    def pairs(self) -> tuple[tuple[Row, Row], ...]:
        """Each project that the last period also had, with its row then."""
        return paired(self.projects, self.last.projects) if self.last else ()

    @property
    def same_year(self) -> bool:
        """Whether the last period is of this year: 本年完成, plans, lists and ranks are not compared across it."""
        return self.period.previous.year == self.period.year

    @cached_property
    def changes(self) -> Table:
        """The changes of the register that are in force."""
        return tuple(row for row in self.tables.forms["清单变动表"] if row["since"] <= self.period.as_of)

    def changed(self, row: Row, *kinds: str) -> bool:
        """Whether 清单变动 has a change of one of the kinds for the project."""
        return any(change["change"] in kinds and _concerns(change, row) for change in self.changes)

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """Why the cells that 更正 names were corrected or confirmed, by file｜sheet｜cell."""
        uses = (use for use in self.tables.interventions if use.remedy is Remedy.CORRECTION)
        return {use.target: use.reason for use in uses}

    def reason(self, row: Row, field_key: str) -> str | None:
        cell = self.tables.cell(row, field_key)
        return self.reasons.get("｜".join((row["file"], row["sheet"] or "", cell or "")))

    def limit(self, name: str) -> Any:
        return self.law.checks[name]

    def title(self, field_key: str) -> str:
        return self.law.forms["项目进度表"].fields[field_key].title

    def finding(self, code: str, row: Row, field_key: str, value: Any = None, **blanks: Any) -> Finding:
        """A finding at a row's field; ``value`` is what stands there."""
        place = {name: row[name] for name in ("file", "sheet", "sender")}
        cell = self.tables.cell(row, field_key) or self.tables.cell(row, "name")
        blanks |= {"field": self.title(field_key), "value": value, "subject": subject(row), "project": row["name"]}
        return self.law.finding(code, **place, cell=cell, **blanks)


def project_key(row: Row) -> Key:
    return key(row["code"], row["name"], row["town"])


def _concerns(change: Row, row: Row) -> bool:
    places = {(name, town) for _, name, town in keys(row)}
    names = {name for name, _ in places}
    code, name, town = key(change["code"], change["name"], change["town"])
    parts = {folded(part) for part in apart(change["after"])} if change["change"] == "拆分" else set()
    if code and code == folded(row["code"] or ""):
        return True
    return bool(parts & names) or ((name, town) in places if town else name in names)


def paired(now: Table, then: Table) -> tuple[tuple[Row, Row], ...]:
    """Rows of the same project in two tables, in the order of the first."""
    known = Identities.of(then)
    found = ((row, known.place(row)) for row in now)
    return tuple((row, then[at]) for row, at in found if at is not None)


def resembling(lead: str, row: Row, among: Iterable[Row]) -> str:
    """A clause that proposes the projects of the same 镇街 whose names are most like a row's; "" when none is."""
    return proposed(lead, near(row["name"], (other["name"] for other in among if other["town"] == row["town"])))


def below(left: int | date | None, right: int | date | None) -> bool:
    """Whether both are known and the first is the smaller."""
    return left is not None and right is not None and left < right  # type: ignore[operator]


def building(row: Row, judge: Judge) -> bool:
    """在建: so says 项目阶段, or, where the sheet has none, the project has started."""
    if row["stage"] is None:
        return started(row, judge.law, judge.period.as_of)
    return bool(row["stage"] == judge.law.figures["building_stage"])


def subject(row: Row) -> str:
    """How a sentence names a project."""
    return f"{row['town'] or ''}“{row['name']}”"


def amount(yuan: int | None) -> str:
    """Money in a sentence, exact: 1234.5万元."""
    if yuan is None:
        return "空"
    wan = Decimal(yuan) / 10000
    return f"{wan.normalize() if wan % 1 else wan.to_integral_value():f}万元"


def day(value: date | None) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else "空"
