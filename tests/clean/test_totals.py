from __future__ import annotations

from dataclasses import replace

from pipeline.model import Fault, FaultKind, Level, Line, Role, Total
from tests.tables import cleaned, only, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资"


def of(text: str, field: str = "年度计划投资") -> list[Total]:
    return [total for total in tables(sheet(text)).totals if total.field == field]


def test_a_total_below_its_details_knows_their_sum() -> None:
    (total,) = of(f"{HEAD}\n甲 | 城关 | 1 | 1\n乙 | 城关 | 2.5 | 1\n合计 | | 3.5 | 2")
    assert (total.cell, total.label, total.written, set(total.parts)) == ("C4", "合计", 35_000, {35_000})


def test_a_total_above_its_details_knows_their_sum() -> None:
    (total,) = of(f"{HEAD}\n合计 | | 9 | 2\n甲 | 城关 | 1 | 1\n乙 | 城关 | 2 | 1")
    assert total.written == 90_000 and 30_000 in total.parts


def test_subtotals_sum_their_own_rows_and_the_total_sums_all() -> None:
    one, two = "甲 | 城关 | 1 | 1\n乙 | 城关 | 2 | 1\n小计 | | 3 | 2", "丙 | 城关 | 4 | 1\n小计 | | 4 | 1"
    first, second, whole = of(f"{HEAD}\n{one}\n{two}\n合计 | | 7 | 3")
    assert 30_000 in first.parts and 40_000 in second.parts and 70_000 in whole.parts
    assert 70_000 not in first.parts


def test_the_slack_is_one_wan_or_half_the_last_place_of_each_addend() -> None:
    few = of(f"{HEAD}\n甲 | 城关 | 1.00 | 1\n合计 | | 1.00 | 1")
    many = of(f"{HEAD}\n" + "".join(f"甲{at} | 城关 | 1 | 1\n" for at in range(6)) + "合计 | | 6 | 6")
    assert [total.slack for total in few + many] == [10_000, 30_000]


def test_a_number_that_excel_computed_has_the_places_it_shows() -> None:
    rows = "".join(f"甲{at} | 城关 | 1 | 1\n" for at in range(6))
    whole, tenths = dict.fromkeys("2345678", 1.0), dict.fromkeys("2345678", 1.5)
    slacks = []
    for amounts in (whole, tenths):
        cells = {f"C{row}": amount for row, amount in amounts.items()}
        made = tables(sheet(f"{HEAD}\n{rows}合计 | | 6 | 6", cells={**cells, "C8": sum(amounts.values()) - 1.5}))
        slacks.append(next(total.slack for total in made.totals if total.field == "年度计划投资"))
    assert slacks == [30_000, 10_000]


def test_a_blank_amount_adds_nothing() -> None:
    rows = "甲 | 城关 | 1 | 1 | 5\n乙 | 城关 | 1 | 1 | \n合计 | | 2 | 2 | 5"
    assert [set(total.parts) for total in of(f"{HEAD} | 总投资\n{rows}", "总投资")] == [{50_000}]


def test_an_amount_that_cannot_be_read_leaves_the_total_unjudged() -> None:
    made, findings = cleaned(sheet(f"{HEAD}\n甲 | 城关 | 约1 | 1\n合计 | | 1 | 1"))
    assert [total.field for total in made.totals] == ["本年完成投资"]
    assert only(findings, "money-not-a-number").cell == "C2"


def test_a_total_that_cannot_be_read_is_a_hint() -> None:
    fault = Fault(FaultKind.UNCALCULATED, "=SUM(C2)")
    _, findings = cleaned(sheet(f"{HEAD}\n甲 | 城关 | 1 | 1\n合计 | | 1 | 1", cells={"C3": fault}))
    finding = only(findings, "formula-uncalculated")
    assert (finding.cell, finding.level) == ("C3", Level.HINT)


def test_totals_are_no_rows() -> None:
    made = tables(sheet(f"{HEAD}\n甲 | 城关 | 1 | 1\n合计 | | 1 | 1"))
    assert len(made.projects) == 1 and [count.read for count in made.counts.values()] == [1]


def test_a_section_line_with_sums_stands_for_its_own_section() -> None:
    block = sheet(f"{HEAD}\n甲 | 城关 | 1 | 1\n乙 | 城关 | 2 | 1")
    lines = tuple(replace(line, section=at) for at, line in enumerate(block.lines, 1))
    heads = tuple(Line(Role.SUBTOTAL, 10 + at, (None, None, at, 1), "一、新建项目", at) for at in (1, 2))
    made = tables(replace(block, lines=(heads[0], lines[0], heads[1], lines[1])))
    plans = [total for total in made.totals if total.field == "年度计划投资"]
    assert [(total.written, total.parts) for total in plans] == [(10_000, (10_000,)), (20_000, (20_000,))]
