"""The rows of 督办反馈表 come in; what each says of which item goes out, and a finding for each that fits none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.follow.known import ended, raised
from pipeline.follow.now import Now, day_text, told
from pipeline.follow.numbers import Numbers
from pipeline.model import Finding, Item, Row

FORM = "督办反馈表"
DONE, BEGUN = "已完成", "推进中"
_CLAIM = re.compile(rf"{DONE}（(\d+)年(\d+)月(\d+)日）")


@dataclass(frozen=True)
class Claim:
    """One feedback: ``done`` is the 完成日期 of a claim of 已完成, None for any other."""

    outcome: str
    text: str
    place: str
    signed: date | None = None
    done: date | None = None

    @property
    def note(self) -> str:
        """What the trail keeps: 已完成（2026年5月20日）：……"""
        lead = f"{DONE}（{day_text(self.done)}）" if self.done else self.outcome
        return "：".join(part for part in (lead, self.text) if part)


def claimed(note: str) -> date | None:
    """The 完成日期 that a kept note claims, None when it claims none."""
    match = _CLAIM.match(note)
    return date(*map(int, match.groups())) if match else None


@dataclass
class Claims:
    """Claims by the key of their item, and what was wrong with the others."""

    by_item: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    findings: list[Finding] = field(default_factory=list)


def claims(items: Iterable[Item], now: Now) -> Claims:
    """Every row of the period's 督办反馈表 that says anything, told apart by its 督办编号."""
    known, found = Numbers.of(items), Claims()
    for row in now.tables.forms[FORM]:
        if row["outcome"] or row["mending"] or row["signed"] or row["done"]:
            _read(row, known, now, found)
    return found


def _read(row: Row, known: Numbers, now: Now, found: Claims) -> None:
    item, blanks = known.meant(row["number"]), {"sender": row["sender"] or row["unit"] or "汇总表", "what": _said(row)}
    if item is None:
        found.findings.append(now.finding("feedback-number-unknown", row, "number", FORM, row["number"], **blanks))
        return
    blanks |= {"subject": told(item), "project": item.name or None}
    wrong = _unfit(row, item, known, now, blanks)
    if wrong:
        found.findings.append(wrong)
        return
    if known.mistyped(row["number"]):
        found.findings.append(now.finding("feedback-number-mistyped", row, "number", FORM, row["number"], **blanks))
    claim = _claim(row, item, now, found)
    if claim not in found.by_item[item.key]:
        found.by_item[item.key].append(claim)


def _unfit(row: Row, item: Item, known: Numbers, now: Now, blanks: dict[str, Any]) -> Finding | None:
    """Why the row is not taken for the item: another unit's, another's 事项, or too late."""
    if not _is_its_unit(row, item, now):
        return now.finding("feedback-unit-differs", row, "unit", FORM, row["unit"], **blanks, unit=item.unit)
    if other := known.other(item, row["matter"]):
        return now.finding("feedback-matter-differs", row, "matter", FORM, row["matter"], **blanks, other=other.number)
    if end := ended(item):
        state = f"{day_text(end.day)}{end.step.value}"
        return now.finding("feedback-closed", row, "number", FORM, row["number"], **blanks, state=state)
    return None


def _said(row: Row) -> str:
    return "：".join(part for part in (row["outcome"], row["mending"]) if part) or "签收"


def _is_its_unit(row: Row, item: Item, now: Now) -> bool:
    """Whether it was sent by who answers for the item, now or before a merger, and names no other; what the office
    gathered has no sender, and each row names its unit."""
    unit = now.office.unit(row["unit"]) or row["unit"] if row["unit"] else None
    named = [name for name in (row["sender"], unit) if name]
    return bool(named) and all(now.office.answering(name, now.period) == item.unit for name in named)


def _claim(row: Row, item: Item, now: Now, found: Claims) -> Claim:
    outcome, text = row["outcome"] or "", row["mending"] or ""
    place = now.place(row, "outcome", "mending", "signed")
    if not outcome and text:
        blanks = {"subject": told(item), "project": item.name or None}
        found.findings.append(now.finding("feedback-outcome-missing", row, "outcome", FORM, None, **blanks))
    done = _done(row, item, now, found) if outcome == DONE else None
    if outcome == DONE and done is None:
        outcome = f"{DONE}，完成日期有误"
    return Claim(outcome or (BEGUN if text else ""), text, place, row["signed"], done)


def _done(row: Row, item: Item, now: Now, found: Claims) -> date | None:
    """The 完成日期: 数据截止日 where none is given, None where it lies before 立项 or after 数据截止日."""
    earliest, latest = min(raised(item).day, now.as_of), now.as_of
    blanks = {"subject": told(item), "project": item.name or None}
    if row["done"] is None:
        found.findings.append(
            now.finding("feedback-date-missing", row, "done", FORM, None, **blanks, latest=day_text(latest))
        )
        return latest
    if (
        row["done.month"]
        and row["done"] > latest
        and (row["done"].year, row["done"].month) == (latest.year, latest.month)
    ):
        return latest
    if earliest <= row["done"] <= latest:
        day: date = row["done"]
        return day
    blanks |= {"earliest": day_text(earliest), "latest": day_text(latest)}
    found.findings.append(now.finding("feedback-date-wrong", row, "done", FORM, day_text(row["done"]), **blanks))
    return None
