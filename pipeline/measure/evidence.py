"""A row and what counts it come in; the cells that it rests on go out, with the corrections that touched them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from pipeline.model import Intervention, Remedy, Row, Tables
from pipeline.model.explained import Basis, Cited, Number
from pipeline.model.terms import FLOW, ITEMS, LEADS, NODES, PROBLEMS, PROJECTS, RESERVES
from pipeline.rules import Field, Law
from pipeline.rules.identity import Identities
from pipeline.rules.numerals import plain
from pipeline.rules.spelling import masked, visible

STARTED = ("stage", "started", "start")
BATCHED = (*STARTED, "plan_start")
RESTS_ON: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    PROJECTS: {
        "is_started": STARTED,
        "is_waiting": STARTED,
        "is_due": ("plan_start",),
        "is_late_start": ("plan_start", *STARTED),
        "is_due_started": ("plan_start", *STARTED),
        "is_finished": ("stage",),
        "is_producing": ("stage",),
        "starts_soon": ("plan_start", *STARTED),
        "is_new_start": STARTED,
        "is_in_stats": ("in_stats",),
        "light": ("ytd_done", "plan", "stage", "plan_start"),
        "month_flow": ("ytd_done", "month_done"),
        "week_flow": ("ytd_done",),
        "time_gap": ("ytd_done", "plan"),
        "needed_a_month": ("ytd_done", "plan"),
        "is_on_time": ("ytd_done", "plan", *STARTED, "plan_start"),
        "is_behind": ("ytd_done", "plan", *STARTED, "plan_start"),
        "cum_known": ("cum_done", "prior_done", "ytd_done"),
        "moved": ("ytd_done", "stage"),
        "no_section": ("section",),
        "no_person": ("person",),
        "stage_changed": ("stage",),
        "node_ytd": ("ytd_done",),
    },
    PROBLEMS: {
        "counted": ("detail",),
        "is_open": ("status",),
        "is_solved": ("status",),
        "newly_solved": ("status", "closed"),
        "is_overdue": ("due", "status"),
        "needs_escalation": ("due", "escalate", "status"),
        "is_dated": ("raised", "status"),
        "open_days": ("raised",),
        "is_new_now": ("raised", "detail"),
        "is_closed_now": ("status", "closed"),
        "for_agenda": ("status", "escalate", "tier", "due", "raised"),
        "for_submission": ("status", "escalate", "tier", "due", "raised"),
    },
    LEADS: {
        **dict.fromkeys(("stage", "is_settled", "newly_signed", "newly_landed"), ("stage",)),
        "has_anchor": ("anchor",),
        "is_expansion": ("expansion",),
        "is_new": ("name",),
    },
    RESERVES: dict.fromkeys(("is_applied", "is_approved"), ("application",)),
    FLOW: dict.fromkeys(("now", "before", "to_start", "to_build", "to_produce", "entered", "left"), BATCHED),
    NODES: {
        "counted": ("node",),
        "is_done": ("actual",),
        **dict.fromkeys(("is_overdue", "in_7_days", "in_30_days", "is_due", "is_on_time"), ("planned", "actual")),
        "is_at_risk": ("planned", "weather"),
        "is_permit": ("node",),
        "is_permit_overdue": ("node", "planned", "actual"),
        "is_payable": ("planned", "invest"),
    },
}
PERMITS = ("blocked", "open", "done", "needed")
HOLDERS = ("blocked_by", "open_by")
EMPTY = "未填"
WRITTEN_AS = {"detail": "problem"}  # where problems are told in the projects' own rows


@dataclass(frozen=True)
class Evidence:
    """Where the rows of a period are written, and what was openly done to them."""

    tables: Tables
    law: Law

    def basis(self, table: str, row: Row, key: str, value: Number = None) -> Basis:
        """A row with the cells that decide what ``key`` (a flag, or a column that is added up) says of it."""
        form = row["form"] if table == FLOW else table
        sent = table != FLOW or row["file"]
        cells = tuple(self._cells(form, row, self._rests_on(table, key))) if sent else ()
        if not cells and row.get("file"):
            cells = tuple(self._cells(form, row, ("name",)))
        name = masked(visible(row["name"] or ""))
        return Basis(name, row.get("town") or "", value, cells, tuple(self._notes(row)))

    def _cells(self, table: str, row: Row, keys: tuple[str, ...]) -> Iterator[Cited]:
        fields = self.law.forms[table].fields if table != ITEMS else {}
        known = [fields[key] for key in keys if key in fields and row.get(key) is not None]
        for field in known or [fields[key] for key in keys[:1] if key in fields]:
            yield self._cited(table, row, field)

    def _cited(self, table: str, row: Row, field: Field) -> Cited:
        """The cell of a field; where the register governs it, that of the register."""
        source, told = row, tuple[str, ...]()
        if table == PROJECTS and field.register and (listed := self._listed(row)) is not None:
            sent = row.get(f"sent.{field.key}")
            source = listed if listed[field.key] is not None else row
            differs = source is listed and sent not in (None, row[field.key])
            told = (f"报送的是{said(sent, field)}，以清单为准",) if differs else ()
        keys = (field.key, WRITTEN_AS.get(field.key, field.key))
        cell = next(filter(None, (self.tables.cell(source, key) for key in keys)), f"第{source['row']}行")
        place = (source["file"] or "", source["sheet"], cell)
        uses = self._by_target.get("｜".join((place[0], place[1] or "", cell)), ())
        return Cited(field.title, said(row[field.key], field), *place, (*told, *map(_told, uses)))

    def _rests_on(self, table: str, key: str) -> tuple[str, ...]:
        kind, _, of = key.partition(".")
        if kind in HOLDERS and of:
            return tuple(f"permit.{permit}" for permit in self.law.elements.held(of))
        return (f"permit.{of}",) if kind in PERMITS and of else RESTS_ON.get(table, {}).get(kind, (key,))

    def _notes(self, row: Row) -> Iterator[str]:
        if row.get("stand_in"):
            yield f"未报送，以此代替：{row['stand_in']}"
        for use in self.tables.interventions:
            if not use.target and row["name"] and f"“{row['name']}”" in use.subject:
                yield _told(use)

    @cached_property
    def _by_target(self) -> Mapping[str, list[Intervention]]:
        found: dict[str, list[Intervention]] = {}
        for use in self.tables.interventions:
            if use.target:
                found.setdefault(use.target, []).append(use)
        return found

    @cached_property
    def _register(self) -> Identities:
        return Identities.of(self.tables.register)

    def _listed(self, row: Row) -> Row | None:
        at = self._register.place(row)
        return None if at is None else self.tables.register[at]


def _told(use: Intervention) -> str:
    """更正：约三千 → 3000（电话核实，电话，王经办）."""
    what = f"{use.item} " if use.remedy is not Remedy.CORRECTION else ""
    why = "，".join(part for part in (use.reason, use.basis, use.person) if part)
    return f"{use.remedy.value}：{what}{use.before} → {use.after}（{why}）"


def said(value: Any, field: Field) -> str:
    """A cleaned value as people write it; money in 万元."""
    if value is None:
        return EMPTY
    match field.type:
        case "money":
            return f"{plain(Fraction(value, 10**4))}万元"
        case "percent":
            return f"{plain(value)}%"
        case "points":
            return f"{plain(value)}分"
        case "bool":
            return "是" if value else "否"
        case "date":
            return f"{value:%Y-%m-%d}"
    return masked(visible(str(value)))
