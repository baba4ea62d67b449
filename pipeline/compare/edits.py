"""Both sides' rows come in; each changed cell and each row that came or went goes out, with what puts it in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pipeline.compare.pairs import Pairs, Projects, pairs
from pipeline.compare.told import EMPTY, NO_COLUMN, NOTHING, said
from pipeline.model import Change, ChangeKind, Relocation, Row, Tables
from pipeline.model.terms import LEADS, PROBLEMS, PROJECTS, RESERVES
from pipeline.rules import Field, Form, Law

REGISTER = "重点项目清单"
AMOUNTS = ("total", "plan")
MEASURED = (PROJECTS, PROBLEMS, LEADS, RESERVES)
GOVERNED = "以清单为准，指标不变"
UNTOUCHED = "原表未变，因清单、更正或规则而变"
TAKEN, REFUSED = "上次退回，本次接收", "本次退回"


@dataclass(frozen=True)
class Edit:
    """A change, and how to make it in the table of ``form``: ``values`` are put into the old row ``at`` (None: they are
    a new row; ``values`` None: the row goes); ``to`` is the new row; no figure rests on it unless it ``counts``."""

    change: Change
    form: str
    at: int | None
    to: int | None
    values: Mapping[str, Any] | None
    counts: bool


@dataclass(frozen=True)
class Differ:
    """Both sides with what is known of their files: those that are ``unchanged``, and the ``reasons`` of 更正 by the
    file｜sheet｜cell that was corrected."""

    old: Tables
    new: Tables
    law: Law
    unchanged: Collection[str] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)

    def edits(self) -> list[Edit]:
        """Every change of every form, in the order of files, rows and columns; a cell of the register that governs a
        project's value is told once."""
        sent = (form for name, form in self.law.forms.items() if name != REGISTER and not form.file)
        found = [edit for form in sent for edit in self._form(form)]
        told = {_where(edit.change) for edit in found}
        register = self._form(self.law.forms[REGISTER])
        found += [edit for edit in register if not (edit.change.field and _where(edit.change) in told)]
        return sorted(found, key=lambda edit: _order(edit.change))

    def relocations(self) -> tuple[Relocation, ...]:
        """Rows that lie in another file or sheet than before, counted by where from and where to."""
        counted: Counter[tuple[str, str]] = Counter()
        for name, paired in self._pairs.items():
            old, new = self.old.forms[name], self.new.forms[name]
            places = ((_lies(old[at]), _lies(new[to])) for at, to in paired.both)
            counted.update((before, after) for before, after in places if before != after)
        return tuple(Relocation(before, after, rows) for (before, after), rows in sorted(counted.items()))

    @cached_property
    def _pairs(self) -> Mapping[str, Pairs]:
        old, new = self.old.forms, self.new.forms
        return {name: pairs(old[name], new[name], form) for name, form in self.law.forms.items()}

    @cached_property
    def _registers(self) -> tuple[Projects, Projects]:
        return Projects(self.old.register), Projects(self.new.register)

    @cached_property
    def _unread(self) -> tuple[Projects, Projects]:
        return Projects(self.old.unread), Projects(self.new.unread)

    def _form(self, form: Form) -> Iterator[Edit]:
        found = self._pairs[form.name]
        for at, to in found.both:
            yield from self._cells(form, at, to)
        for at in found.gone:
            yield self._gone(form, at)
        for to in found.added:
            yield self._added(form, to)

    def _cells(self, form: Form, at: int, to: int) -> Iterator[Edit]:
        old, new = self.old.forms[form.name][at], self.new.forms[form.name][to]
        for what in (what for what in form.fields.values() if what.type != "private"):
            if form.name == PROJECTS and what.register:
                yield from self._governed(form, what, at, to)
            elif differs(old, new, what.key):
                yield self._cell(form, what, at, to, keys=(what.key,))

    def _governed(self, form: Form, what: Field, at: int, to: int) -> Iterator[Edit]:
        """A value that the register governs: what the sender wrote and what stands are two things."""
        old, new = self.old.projects[at], self.new.projects[to]
        sent = f"sent.{what.key}"
        stood, wrote = differs(old, new, what.key), differs(old, new, sent)
        if stood and wrote and old[what.key] == old[sent] and new[what.key] == new[sent]:
            yield self._cell(form, what, at, to, keys=(what.key, sent))
            return
        if wrote:
            edit = self._cell(form, what, at, to, keys=(sent,))
            yield replace(edit, counts=False, change=replace(edit.change, note=GOVERNED))
        if stood:
            yield self._from_register(self._cell(form, what, at, to, keys=(what.key,)), what, old, new)

    def _from_register(self, edit: Edit, what: Field, old: Row, new: Row) -> Edit:
        """The same edit, told at the register's cell; it stays at the sender's where the register has no such row."""
        for tables, rows in ((self.new, self._registers[1]), (self.old, self._registers[0])):
            if row := rows.find(new):
                place = _address(tables, row, what.key)
                before, after = said(old, what.key, what), said(new, what.key, what)
                change = replace(edit.change, form=REGISTER, before=before, after=after, note=self._note(place))
                return replace(edit, change=replace(change, **place))
        return edit

    def _cell(self, form: Form, what: Field, at: int, to: int, *, keys: tuple[str, ...]) -> Edit:
        old, new = self.old.forms[form.name][at], self.new.forms[form.name][to]
        place = _address(self.new, new, what.key)
        before, after = _said(self.old, old, keys[-1], what), _said(self.new, new, keys[-1], what)
        told = {"field": what.title, "before": before, "after": after, "note": self._note(place)}
        change = _change(ChangeKind.CELL, form, new, place, told)
        written = [name for name in (*keys, *(f"{name}.month" for name in keys), "id") if name in new]
        values = {name: new[name] for name in written if name != "id" or what.key in form.identity}
        counts = form.name in MEASURED and (what.used or what.counts or what.key in form.identity)
        return Edit(change, form.name, at, to, values, counts)

    def _note(self, place: Mapping[str, Any]) -> str:
        target = "｜".join(part for part in (place["file"], place["sheet"], place["cell"]) if part)
        if target in self.reasons:
            return self.reasons[target]
        return UNTOUCHED if place["file"] in self.unchanged else ""

    def _gone(self, form: Form, at: int) -> Edit:
        row = self.old.forms[form.name][at]
        note = REFUSED if form.name == PROJECTS and self._unread[1].find(row) else ""
        told = {"field": "", "before": _summary(row, form), "after": NOTHING, "note": note}
        change = _change(ChangeKind.GONE, form, row, _address(self.old, row, _first(form)), told)
        return Edit(change, form.name, at, None, None, form.name in MEASURED)

    def _added(self, form: Form, to: int) -> Edit:
        row = self.new.forms[form.name][to]
        note = TAKEN if form.name == PROJECTS and self._unread[0].find(row) else ""
        told = {"field": "", "before": NOTHING, "after": _summary(row, form), "note": note}
        change = _change(ChangeKind.ADDED, form, row, _address(self.new, row, _first(form)), told)
        return Edit(change, form.name, None, to, row, form.name in MEASURED)


def differs(old: Row, new: Row, name: str) -> bool:
    """Whether a value differs; a date also where it was given as a day and now as a month, or the reverse."""
    month = f"{name}.month"
    return old[name] != new[name] or (new[name] is not None and bool(old.get(month)) != bool(new.get(month)))


def _where(change: Change) -> tuple[Any, ...]:
    return change.file, change.sheet, change.row, change.field


def _order(change: Change) -> tuple[Any, ...]:
    """As the sheets lie: a row itself before its cells, A before Z before AA."""
    cell = change.cell or ""
    return change.file or "", change.sheet or "", change.row or 0, bool(change.field), len(cell), cell


def _lies(row: Row) -> str:
    return "｜".join(part for part in (row["file"], row["sheet"]) if part)


def _address(tables: Tables, row: Row, field_key: str) -> dict[str, Any]:
    place = {name: row[name] for name in ("file", "sheet", "row")}
    return {**place, "cell": tables.cell(row, field_key)}


def _said(tables: Tables, row: Row, name: str, what: Field) -> str:
    text = said(row, name, what)
    missing = text == EMPTY and tables.cell(row, "name") and not tables.cell(row, what.key)
    return NO_COLUMN if missing else text


def _subject(row: Row, form: Form) -> str:
    named = (row.get(name) for name in ("name", "matter", *form.identity))
    return next((str(value) for value in named if value), f"第{row['row']}行")


def _change(kind: ChangeKind, form: Form, row: Row, place: Mapping[str, Any], told: Mapping[str, Any]) -> Change:
    return Change(kind, form.name, subject=_subject(row, form), town=row.get("town"), **place, **told)


def _first(form: Form) -> str:
    return "name" if "name" in form.fields else form.identity[0]


def _summary(row: Row, form: Form) -> str:
    """What a row chiefly says: its amounts, and the required fields but its name."""
    chief = [what for what in form.fields.values() if what.required or what.key in AMOUNTS]
    told = [what for what in chief if what.key not in (*form.identity, "matter") and row[what.key] is not None]
    return "，".join(f"{what.title}{said(row, what.key, what)}" for what in told)
