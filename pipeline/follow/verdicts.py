"""An item whose unit claims 已完成 and the figures of its project come in; whether they bear it out goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.follow.candidates import Scout, said_of
from pipeline.model import Item, Row
from pipeline.rules.spelling import masked
from pipeline.rules.supervising import Rule

ONSITE = "现场督查记录表"


@dataclass(frozen=True)
class Verdict:
    """``holds`` is True where the figures bear a claim out, False where they contradict it (``fact`` says how), and
    None where they say nothing: then a person looks."""

    holds: bool | None = None
    fact: str = ""


UNKNOWN, BORNE_OUT = Verdict(), Verdict(True)


def verdict(item: Item, scout: Scout) -> Verdict:
    """What the item's own rule says of a claim; nothing for an item that a person raised, or whose project is gone."""
    rule, row = scout.now.rules.rule(item.rule), scout.projects.of(item)
    if rule is None or row is None or row.get("stand_in"):
        return UNKNOWN
    holds, said = CHECKS[rule.check](item, rule, row, scout)
    if holds is not False:
        return BORNE_OUT if holds else UNKNOWN
    blanks = {name: masked(word) for name, word in (scout.facts(row) | said).items()}
    return Verdict(False, rule.contradiction.format_map(blanks).removesuffix("。"))


Checked = tuple[bool | None, dict[str, str]]


def _light(_item: Item, _rule: Rule, row: Row, _scout: Scout) -> Checked:
    """不再是红灯；没有亮灯的月份看不出来。"""
    return {"红灯": False, "黄灯": True, "绿灯": True}.get(row["light"] or ""), {}


def _started(_item: Item, _rule: Rule, row: Row, _scout: Scout) -> Checked:
    """已开工。"""
    return (bool(row["is_started"]) if row["counted"] else None), {}


def _problem(item: Item, _rule: Rule, _row: Row, scout: Scout) -> Checked:
    """该问题在清单中已办结；清单中没有了的看不出来。"""
    problem = scout.projects.problem(item)
    return (None if problem is None else not problem["is_open"]), {}


def _progress(item: Item, rule: Rule, row: Row, scout: Scout) -> Checked:
    """当月完成投资大于0；没有上月数据的看不出来。"""
    if _clues(rule, row, scout):
        return False, {}
    flow = row["month_flow"]
    return (None if flow is None else flow > 0), {}


def _findings(_item: Item, rule: Rule, row: Row, scout: Scout) -> Checked:
    """核查不再发现该线索。"""
    said = _clues(rule, row, scout)
    return not said, {"said": said}


def _onsite(_item: Item, rule: Rule, row: Row, scout: Scout) -> Checked:
    """本期另有现场督查记录，且与填报数相符。"""
    said = _clues(rule, row, scout)
    again = any(scout.projects.like(visit) is row for visit in scout.now.tables.forms[ONSITE])
    return (False if said else True if again else None), {"said": said}


def _clues(rule: Rule, row: Row, scout: Scout) -> str:
    found = scout.clues(rule)
    return next((said_of(told) for at, told in found.items() if scout.projects.rows[at] is row), "")


CHECKS: Mapping[str, Callable[[Item, Rule, Row, Scout], Checked]] = {
    "light": _light,
    "started": _started,
    "problem": _problem,
    "progress": _progress,
    "findings": _findings,
    "onsite": _onsite,
}
