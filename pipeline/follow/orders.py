"""The rows of 督办确认表 come in; what was decided of which item or proposal goes out, each with its row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.follow.known import deadlines
from pipeline.follow.now import Now, told
from pipeline.follow.numbers import Numbers
from pipeline.model import Action, Finding, Item, Row
from pipeline.rules.spelling import folded

FORM = "督办确认表"
RAISE, EXTEND, DROP = Action.RAISE.value, "延期", "撤项"
YES, NO = "是", "否"
_CODE = re.compile(r"(\d{4}-(?:\d{2}|W\d{2}))/(.+)")
_ABOUT = re.compile(r"(.+)/(\d{8})")


@dataclass(frozen=True)
class Order:
    """One decided row: ``yes`` or no to ``action``. ``period`` and ``subject`` are those of the proposal that it
    answers, "" for a row added by hand; ``about`` the day (时限 missed, 反馈) that a proposal of a further step was
    about, "" likewise."""

    row: Row
    action: str
    yes: bool
    number: str = ""
    period: str = ""
    subject: str = ""
    about: str = ""

    @property
    def reason(self) -> str:
        return self.row["reason"] or ""

    @property
    def deadline(self) -> date | None:
        day: date | None = self.row["deadline"]
        return day

    @property
    def named(self) -> str:
        """How a sentence names the row."""
        return self.row["matter"] or self.number or self.row["proposal"] or f"第{self.row['row']}行"

    @property
    def content(self) -> tuple[str, ...]:
        """What makes it the same decision as another, however it is blanked."""
        said = (self.row[key] for key in ("matter", "unit", "number"))
        return (*(folded(word or "") for word in said), self.action, str(self.yes))


@dataclass
class Orders:
    """Decisions on what is to be raised, decisions by the key of an item, and what was wrong with the others."""

    raising: list[Order] = field(default_factory=list)
    others: list[Order] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def by_item(self, items: Iterable[Item], now: Now) -> dict[str, list[Order]]:
        """Those of known items by their keys; one of no known number, or of the unit's own making, is a finding."""
        known, found = Numbers.of(items), dict[str, list[Order]]()
        for order in self.others:
            item = known.meant(order.number)
            wrong = self._unfit(order, item, known, now)
            if item and not wrong:
                found.setdefault(item.key, []).append(order)
            if item and not wrong and known.mistyped(order.number):
                blanks = {"item": told(item)}
                wrong = finding("confirmation-number-mistyped", order, "number", now, order.number, **blanks)
            self.findings += [wrong] if wrong else []
        return found

    def _unfit(self, order: Order, item: Item | None, known: Numbers, now: Now) -> Finding | None:
        """Why a row is not obeyed: of no known item, of another's 事项, or of the unit's own making."""
        if item is None:
            return finding("confirmation-number-unknown", order, "number", now, order.number or "空")
        if by_its_unit(order, item.unit, now):
            return finding("confirmation-by-unit", order, "confirmed", now)
        if other := known.other(item, order.row["matter"]):
            blanks = {"item": item.number, "other": other.number}
            return finding("confirmation-matter-differs", order, "matter", now, order.row["matter"], **blanks)
        return None


def orders(now: Now) -> Orders:
    """The decided rows of the period, the same decision once; a row without 确认 decides nothing."""
    found, seen = Orders(), dict[str, Order]()
    decided = (row for row in now.tables.forms[FORM] if row["confirmed"])
    for row in decided:
        order = _order(row)
        code = folded(row["proposal"] or "")
        first = seen.setdefault(code, order) if code else order
        if first is order:
            kind = found.raising if order.action == RAISE and not order.number else found.others
            kind.append(order)
        elif first.content != order.content:
            other = f"{first.row['file']}第{first.row['row']}行"
            found.findings.append(
                finding("confirmation-repeated", order, "proposal", now, row["proposal"], other=other)
            )
    return found


def finding(code: str, order: Order, key: str, now: Now, value: Any = None, **blanks: Any) -> Finding:
    """A finding at a cell of the order's row."""
    blanks = {"subject": order.named, "action": order.action, "project": order.row["name"], **blanks}
    return now.finding(code, order.row, key, FORM, value, **blanks)


def _order(row: Row) -> Order:
    number, written = row["number"] or "", row["proposal"] or ""
    proposed, about = _CODE.fullmatch(written), _ABOUT.fullmatch(written)
    if about and not number:
        number = about[1].replace("/", "|", 1)
    action = row["action"] or (EXTEND if number else RAISE)
    yes = row["confirmed"] == YES
    if action == RAISE and proposed:
        return Order(row, action, yes, "", proposed[1], proposed[2])
    return Order(row, action, yes, number, about=about[2] if about else "")


def by_its_unit(order: Order, unit: str, now: Now) -> bool:
    """Whether the row was sent in by the very unit that it is about."""
    sender = order.row["sender"]
    return bool(sender) and now.office.answering(sender, now.period) == unit


def about(item: Item, day: date) -> str:
    """The 拟办编号 of a further step: the item and the day that it is about."""
    return f"{item.key.replace('|', '/', 1)}/{day:%Y%m%d}"


def stale(order: Order, item: Item, day: date | None) -> bool:
    """Whether the order was about an earlier day than the one that the item has come to, or sets a 时限 that the item
    has had: the row was obeyed before and is put in again."""
    if order.about:
        return day is None or order.about != f"{day:%Y%m%d}"
    return order.deadline is not None and order.deadline in deadlines(item)
