"""The workbooks of 督办: what is proposed comes back confirmed, what is open is asked for, all of it is listed."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.clean import clean
from pipeline.collect import collect
from pipeline.measure import measure
from pipeline.measure.evidence import Evidence
from pipeline.measure.opened import Opener
from pipeline.measure.supervision import supervised
from pipeline.model import Followed, Measured, Period
from pipeline.rules import load_law
from pipeline.workbooks import BlankSheet, Handout, blank_book, items_book, proposals_book, titles, working_paper
from tests.follow.world import RED, answer, claim, month, projects
from tests.tables import OFFICE, tables
from tests.workbook import workbook
from tests.workbooks.reading import cells, differences, everything, formulas, records, sheet_names, unlike
from tests.workbooks.recalculate import recalculated

LAW = load_law()
MAY = Period.parse("2026-05")
TWO = projects(RED, "乙 | 石磨 | 100 | 2 | 在建 | ")
REPORT = """
填报单位：城关街道||||单位：万元
项目名称|镇街|年度计划投资|本年完成投资|项目阶段
甲|城关街道|100|1|在建
乙|石磨镇|100|2|在建
"""


def confirmed(data: bytes, *, said: str = "是") -> bytes:
    """The workbook with 确认 filled in on every proposal."""
    book = openpyxl.load_workbook(BytesIO(data))
    sheet: Any = book["督办确认表"]
    top, line = next((at, row) for at, row in enumerate(sheet.values, 1) if "确认" in row)
    at = {title: place for place, title in enumerate(line, 1)}
    for row in range(top + 1, sheet.max_row + 1):
        if sheet.cell(row, at["事项"]).value:
            sheet.cell(row, at["确认"]).value = said
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read_back(root: Path, data: bytes, name: str) -> tuple[Followed, list[str]]:
    """The workbook among the reports of a month, through the real stages."""
    workbook(root / "2026-05" / "城关街道.xlsx", REPORT.strip())
    place = root / "2026-05" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    from pipeline.follow import follow
    from pipeline.rules.calendar import Calendar

    collected = collect(root, MAY, LAW, OFFICE)
    made, doubts = clean(collected, MAY, LAW, OFFICE)
    found = measure(made, MAY, LAW, OFFICE, history={})
    codes = [f"{finding.code} {finding.value}" for finding in (*collected.findings, *doubts)]
    return follow(made, found, (), (), MAY, LAW, OFFICE, Calendar()), codes


def test_what_is_proposed_comes_back_confirmed_and_is_raised(tmp_path: Path) -> None:
    first = month("2026-05", TWO)
    data = confirmed(proposals_book(first, LAW, OFFICE))
    for name in ("督办拟立项.xlsx", "督查室/随便叫什么.xlsx"):
        followed, codes = read_back(tmp_path / name[:2], data, name)
        assert [code for code in codes if "permit-column" not in code] == [] and followed.findings == ()
        assert [item.subject for item in followed.items] == [made.subject for made in first.proposals]
        assert [item.deadline for item in followed.items] == [made.deadline for made in first.proposals]
        assert [item.basis for item in followed.items] == [made.reason for made in first.proposals]


def test_a_workbook_without_a_decision_decides_nothing(tmp_path: Path) -> None:
    followed, _ = read_back(tmp_path, proposals_book(month("2026-05", TWO), LAW, OFFICE), "督办拟立项.xlsx")
    assert followed.items == () and len(followed.proposals) == 2 and followed.findings == ()


def test_the_columns_to_decide_have_lists_to_choose_from() -> None:
    sheet = cells(proposals_book(month("2026-05", TWO), LAW, OFFICE), "督办确认表")
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert {'"是,否"', '"立即落实,研判,提报"', '"立项,转黄,转红,提级,核查销号,延期,撤项"'} <= lists


def test_the_blank_feedback_form_asks_a_unit_for_its_open_items_alone() -> None:
    first = month("2026-05", TWO)
    may = month("2026-05", TWO, answer(first, 0), answer(first, 1, file="二.xlsx"))
    units = Handout(LAW, OFFICE, Period.parse("2026-06"), (), MAY, tables(TWO), may.items).sheets()
    sheets = {unit: sheet for unit, all_ in units.items() for sheet in all_ if sheet.form.name == "督办反馈表"}
    told = {unit: [entry.values["number"] for entry in sheet.entries] for unit, sheet in sheets.items()}
    assert told == {"城关街道": ["督2026-001"], "石磨镇": ["督2026-002"]}
    data = blank_book([sheets["城关街道"]], LAW, OFFICE, Period.parse("2026-06"), "城关街道")
    assert "督2026-001" in everything(data) and "加快城关街道“甲”建设" in everything(data)
    done = claim("督2026-001 | | | 好 | 已完成 | 2026-06-03")
    closed = month("2026-06", projects(RED.replace("| 1 |", "| 90 |")), done, known=may.items)
    later = Handout(LAW, OFFICE, Period.parse("2026-07"), (), MAY, tables(TWO), closed.items).sheets()
    assert "督办反馈表" not in [sheet.form.name for sheet in later.get("城关街道", ())]


def test_the_own_blank_forms_can_be_made() -> None:
    for name in ("督办确认表", "现场督查记录表"):
        assert sheet_names(blank_book([BlankSheet(LAW.forms[name])], LAW, OFFICE)) == [name, "填表说明"]


def listed() -> tuple[Followed, Measured]:
    first = month("2026-05", TWO)
    may = month("2026-05", TWO, answer(first, 0), answer(first, 1, file="二.xlsx"))
    done = claim("督2026-001 | | 2026-06-02 | 赶上了 | 已完成 | 2026-06-05")
    june = month(
        "2026-06", projects(RED.replace("| 1 |", "| 90 |"), "乙 | 石磨 | 100 | 2 | 在建 | "), done, known=may.items
    )
    period = Period.parse("2026-06")
    return june, supervised(measure(tables(TWO, period=period), period, LAW, OFFICE, history={}), june)


def test_the_ledger_shows_every_item_with_its_dates_its_trail_and_counts_that_add_up() -> None:
    june, found = listed()
    data = items_book(june, found, lambda period, file: f"../../input/{period}/{file}")
    assert data == items_book(june, found, lambda period, file: f"../../input/{period}/{file}")
    first, second = records(data, "台账")
    assert (first["办结"], first["销号"], first["签收"]) == (date(2026, 6, 5), date(2026, 6, 30), date(2026, 6, 2))
    assert (first["状态"], second["状态"], second["颜色"], second["逾期天数"]) == ("销号", "交办", "蓝色", 18)
    trail = [(row["督办编号"], row["环节"]) for row in records(data, "办理经过")]
    assert trail == [("督2026-001", step) for step in ("立项", "签收", "反馈", "核查", "办结", "销号")] + [
        ("督2026-002", "立项"), ("督2026-002", "逾期")]  # fmt: skip
    links = [cell.value for cell in cells(data, "办理经过")["K"] if cell.value]
    assert any("../../input/2026-05/督办拟立项.xlsx#Sheet1!J2" in str(link) for link in links)
    rows = {row["承办单位"]: row for row in records(data, "分单位统计") if row["督办事项数"] != ""}
    for name in ("督办事项数", "督办应办结数", "督办办结数", "督办未办结数", "督办逾期数"):
        assert rows["全市"][name] == rows["城关街道"][name] + rows["石磨镇"][name]


def test_without_items_the_workbooks_say_so() -> None:
    none = month("2026-05", projects("甲 | 城关 | 100 | 90 | 在建 | "))
    found = supervised(measure(tables(TWO), MAY, LAW, OFFICE, history={}), none)
    assert "至本期没有督办事项。" in everything(items_book(none, found, lambda _, file: file))


def supervised_paper() -> tuple[Measured, bytes]:
    june, _ = listed()
    sent = tables(TWO, period=june.period)
    found = supervised(measure(sent, june.period, LAW, OFFICE, history={}), june)
    return found, working_paper(found, sent, (), LAW, lambda file: file, groups={}, office="办")


def test_the_working_paper_counts_the_figures_of_supervision_over_its_items() -> None:
    found, data = supervised_paper()
    assert differences(data, found) == []
    written = formulas(data)
    assert written["全市", "督办办结数"] == "=COUNTIFS(督办明细_督办办结数,1)"
    assert written["承办单位:城关街道", "上期督办办结数"].endswith('督办明细_承办单位,"城关街道")')
    assert [row["督办编号"] for row in records(data, "督办明细")] == ["督2026-001", "督2026-002"]
    told = {line["应当"]: line["结果"] for line in records(data, "勾稽") if "督办" in line["应当"]}
    assert told["督办办结数＋督办撤项数＋督办未办结数，等于督办事项数"] == "通过" and set(told.values()) == {"通过"}


@pytest.mark.rendered
def test_recalculated_the_figures_of_supervision_are_the_same() -> None:
    found, data = supervised_paper()
    fresh = recalculated(data)
    assert [*differences(fresh, found), *unlike(fresh, data, "勾稽")] == []


def test_a_figure_of_supervision_opens_into_its_items() -> None:
    found, _ = supervised_paper()
    opener = Opener(found, OFFICE, Evidence(tables(TWO), LAW), titles(LAW))
    rate = opener.figure("承办单位:城关街道", "督办办结率")
    assert [part.title for part in rate.parts] == ["督办办结数", "督办应办结数"]
    assert "甲" in rate.parts[0].rows[0].subject and rate.parts[0].words == "“督办办结数”的督办事项个数"
