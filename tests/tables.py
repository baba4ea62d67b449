"""Small text tables in, blocks of cells and cleaned tables out: what the tests of the rooms start from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from pipeline.check import check
from pipeline.clean import clean
from pipeline.measure import measure
from pipeline.model import (
    Block,
    Collected,
    Finding,
    Heading,
    InputFile,
    Line,
    Measured,
    Period,
    Role,
    Tables,
    Value,
)
from pipeline.rules import Office, Unit, load_law
from pipeline.rules.calendar import Calendar
from pipeline.rules.spelling import folded

LAW = load_law()
PROJECTS, REGISTER, PROBLEMS = "项目进度表", "重点项目清单", "要素保障问题清单"
LEADS, RESERVES = "招引项目表", "策划储备项目表"
MAY = Period.parse("2026-05")
UNITS = {"元": 1, "万元": 10**4, "亿元": 10**8}
ROLES = {"合计": Role.TOTAL, "总计": Role.TOTAL, "小计": Role.SUBTOTAL}


def an_office(**changes: Any) -> Office:
    """Four 镇街 of two categories, two departments, two chains; nobody must report unless the test says so."""
    towns = tuple(
        Unit(name, (name.rstrip("街道镇"),), category, reports=False)
        for name, category in (("城关街道", "街道"), ("东岭街道", "街道"), ("石磨镇", "镇"), ("柳渡镇", "镇"))
    )
    senders = tuple(Unit(name, (), reports=False) for name in ("市工信局", "市发改局"))
    names = {folded(word): unit.name for unit in (*towns, *senders) for word in (unit.name, *unit.aliases)}
    plain = Office("示例市", {"organ": "办", "mark": "示"}, towns, senders, {"高端装备": "", "新材料": ""}, names)
    return replace(plain, **changes)


OFFICE = an_office()


def sheet(
    text: str,
    *,
    sender: str | None = "城关街道",
    form: str = PROJECTS,
    file: str = "",
    unit: int | None = 10**4,
    reported: str = "",
    cells: Mapping[str, Value] | None = None,
) -> Block:
    """A table with columns apart by ``|`` under official titles (``总投资（亿元）`` states a unit); ``cells`` puts
    what text cannot write, by its address."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    headings = tuple(_heading(title, form, at) for at, title in enumerate(lines[0], 1))
    body = tuple(_line(line, row, headings, cells or {}) for row, line in enumerate(lines[1:], 2))
    name = file or f"{sender}.xlsx"
    return Block(name, "Sheet1", form, sender, headings, body, unit, (reported, "A99") if reported else None)


def _heading(title: str, form: str, column: int) -> Heading:
    match = re.fullmatch(r"(.+?)(?:（(元|万元|亿元)）)?", title)
    assert match
    key = next(field.key for field in LAW.forms[form].fields.values() if field.title == match[1])
    return Heading(key, title, column, 1, UNITS.get(match[2]))


def _line(line: Sequence[str], row: int, headings: Sequence[Heading], cells: Mapping[str, Value]) -> Line:
    label = line[0]
    letters = [heading.cell.rstrip("0123456789") for heading in headings]
    values = tuple(cells.get(f"{at}{row}", cell or None) for at, cell in zip(letters, line, strict=True))
    return Line(ROLES.get(label, Role.DATA), row, values, label if label in ROLES else "")


def collected(*blocks: Block) -> Collected:
    """What collect would hand on for these tables."""
    files = {block.file: InputFile(block.file, "0" * 64, 1, block.sender) for block in blocks}
    return Collected(blocks, tuple(files.values()), ())


def cleaned(*blocks: Block, period: Period = MAY, office: Office = OFFICE) -> tuple[Tables, tuple[Finding, ...]]:
    return clean(collected(*blocks), period, LAW, office)


def tables(*blocks: Block, period: Period = MAY, office: Office = OFFICE) -> Tables:
    """The cleaned tables of blocks that a test means to be readable."""
    made, findings = cleaned(*blocks, period=period, office=office)
    assert not [finding for finding in findings if finding.level == "阻断"], findings
    return made


def judged(
    *blocks: Block,
    period: Period = MAY,
    office: Office = OFFICE,
    history: Mapping[str, Tables] | None = None,
    calendar: Calendar | None = None,
) -> tuple[list[Finding], tuple[int, ...]]:
    """What check says of readable blocks: the findings and the places of the refused rows."""
    senders = {block.sender for block in blocks if block.sender}
    made = tables(*blocks, period=period, office=office)
    verdict = check(made, period, LAW, office, history=history or {}, senders=senders, calendar=calendar or Calendar())
    return list(verdict.findings), verdict.repeated


def only(findings: Sequence[Finding], code: str) -> Finding:
    """The one finding with a code."""
    found = [finding for finding in findings if finding.code == code]
    assert len(found) == 1, [finding.code for finding in findings]
    return found[0]


def codes(findings: Sequence[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def measured(
    *blocks: Block,
    period: Period = MAY,
    office: Office = OFFICE,
    history: Mapping[str, Tables] | None = None,
) -> Measured:
    made = tables(*blocks, period=period, office=office)
    return measure(made, period, LAW.of(office), office, history=history or {})


def figure(found: Measured, name: str, scope: str = "全市") -> int | Fraction | None:
    return found.index[scope, name].value
