"""The register and the last period's rows come in; what is filled in beforehand on each unit's blank forms goes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from pipeline.model import Item, Period, Row, Step, Table, Tables
from pipeline.model.terms import PROJECTS
from pipeline.rules import Field, Form, Law, Office, Unit
from pipeline.rules.identity import Identities
from pipeline.rules.spelling import folded

TOWNS, DEPARTMENTS, ANSWERING = "镇街", "部门", "归口部门"  # sent_by of forms.toml
FEEDBACK = "督办反馈表"


@dataclass(frozen=True)
class Entry:
    """One row filled in beforehand: ``values`` by field, money in 元; ``last`` what the last period said of a field
    that is asked anew; ``months`` the dates of which only the month is known; ``standing`` what the register says."""

    values: Mapping[str, Any]
    last: Mapping[str, str] = field(default_factory=dict)
    months: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BlankSheet:
    """A form for one unit."""

    form: Form
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Handout:
    """Everything that decides who gets which rows; ``before`` and ``last`` are the period whose rows are known,
    ``items`` the 督办事项, of which each unit is asked about those of its own that are open."""

    law: Law
    office: Office
    period: Period
    register: Table
    before: Period | None = None
    last: Tables | None = None
    items: tuple[Item, ...] = ()

    def sheets(self) -> dict[str, tuple[BlankSheet, ...]]:
        """Unit → its forms, in the order of office.toml; the project rows go to who reported them last, else to who
        answers for their kind, else to their 镇街."""
        units = [unit for unit in (*self.office.towns, *self.office.senders) if self._gets(unit)]
        return {unit.name: tuple(self._forms(unit)) for unit in units}

    def _gets(self, unit: Unit) -> bool:
        exempt = unit in self.office.towns and not unit.reports_in(self.period)
        asked = unit.name in self.projects or bool(self._rows(FEEDBACK, unit.name))
        return unit.stands_in(self.period) and (not exempt or asked)

    def _forms(self, unit: Unit) -> Iterator[BlankSheet]:
        known = [form.name for form in self._blanks if self._rows(form.name, unit.name)]
        sent = [name for name in known if name != FEEDBACK]
        for form in self._blanks:
            if form.name in known or (self._asks(form, unit) and not (sent and unit in self.office.senders)):
                yield BlankSheet(form, tuple(self._rows(form.name, unit.name)))

    @property
    def _blanks(self) -> list[Form]:
        return [form for form in self.law.forms.values() if form.blank and form.blank.sent_by]

    def _asks(self, form: Form, unit: Unit) -> bool:
        to = form.blank.sent_by if form.blank else ()
        if unit in self.office.towns:
            return TOWNS in to
        return DEPARTMENTS in to or (ANSWERING in to and unit.name in self.office.dispatch.values())

    def _rows(self, form: str, unit: str) -> list[Entry]:
        if form == PROJECTS:
            return self.projects.get(unit, [])
        if form == FEEDBACK:
            return [_open(item) for item in self.items if item.is_open and item.unit == unit]
        rows = self.last.forms[form] if self.last else ()
        return [self._entry(self.law.forms[form], None, row) for row in rows if row["sender"] == unit]

    @cached_property
    def projects(self) -> dict[str, list[Entry]]:
        """Each unit's projects: those of the register with what was last reported, parts of a 打包项目 in its place."""
        form, rows = self.law.forms[PROJECTS], self.last.projects if self.last else ()
        found: dict[str, list[Entry]] = {}
        for standing, last in self._pairs(rows):
            owner = self._owner(standing or last or {}, last)
            found.setdefault(owner, []).append(self._entry(form, standing, last))
        return found

    def _pairs(self, rows: Table) -> Iterator[tuple[Row | None, Row | None]]:
        """Each project of the register with its last row; what was reported in its parts, by these."""
        if not self.register:
            yield from ((None, row) for row in rows)
            return
        known, listed = Identities.of(rows), Identities.of(self.register)
        parts: dict[str, list[Row]] = {}
        for row in rows:
            if row["parent"] and listed.place(row) is None:
                parts.setdefault(folded(row["parent"]), []).append(row)
        for standing in self.register:
            at, inside = known.place(standing), parts.get(folded(standing["name"]), [])
            if at is not None or not inside:
                yield standing, rows[at] if at is not None else None
            yield from ((None, row) for row in inside)

    def _owner(self, row: Row, last: Row | None) -> str:
        units = {unit.name: unit for unit in (*self.office.towns, *self.office.senders)}
        answering = self.office.dispatch.get(row["kind"] or "")
        owner = (last["sender"] if last else None) or answering or row["town"] or ""
        owner = owner if owner in units else row["town"] or ""
        gone = owner in units and not units[owner].stands_in(self.period)
        return (units[owner].successor or owner) if gone else owner

    def _entry(self, form: Form, standing: Row | None, last: Row | None) -> Entry:
        blank, values = form.blank, dict[str, Any]()
        anew = (blank.monthly if blank else frozenset()) | (blank.yearly if blank and not self._same_year else set())
        for name in form.fields:
            told = standing[name] if standing and standing[name] is not None else None
            values[name] = told if told is not None or name in anew or not last else last[name]
        if last and not self._same_year and "cum_done" in form.fields:
            values["prior_done"] = last["cum_done"]
        dates = (name for name in form.fields if f"{name}.month" in form.types)
        months = frozenset(name for name in dates if _month_only(name, standing, last))
        governed = (name for name, what in form.fields.items() if what.register)
        stands = frozenset(name for name in governed if standing and standing[name] is not None)
        return Entry(values, self._told(form, last) if last else {}, months, stands)

    @property
    def _same_year(self) -> bool:
        return self.before is not None and self.before.year == self.period.year

    def _told(self, form: Form, last: Row) -> dict[str, str]:
        """What the last period said of the fields that are asked anew, with its name; nothing across a year's end of
        what is counted by years."""
        blank, when = form.blank, self.before.name if self.before else ""
        asked = (blank.monthly - (set() if self._same_year else blank.yearly)) if blank else ()
        said = {name: _said(last[name], form.fields[name]) for name in asked}
        return {name: f"上期（{when}）：{text}" for name, text in said.items() if text}


def _open(item: Item) -> Entry:
    """An item that its unit is to report on."""
    told = {"number": item.number, "matter": item.matter, "unit": item.unit, "deadline": item.deadline}
    return Entry({**told, "signed": item.day(Step.SIGNED)}, standing=frozenset(told))


def _month_only(name: str, standing: Row | None, last: Row | None) -> bool:
    source = standing if standing and standing[name] is not None else last
    return bool(source and source[f"{name}.month"])


def _said(value: Any, what: Field) -> str:
    if value is None:
        return ""
    if what.type == "money":
        return f"{_wan(value):f}万元"
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def _wan(yuan: int) -> Decimal:
    wan = Decimal(yuan) / 10000
    return wan.normalize() if wan % 1 else wan.to_integral_value()
