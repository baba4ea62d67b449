from __future__ import annotations

from collections import Counter

import pytest

from pipeline.documents.wording import ordinal
from pipeline.measure.evidence import Evidence
from pipeline.measure.opened import Opener
from pipeline.model import Block, Measured, Period
from pipeline.model.terms import BATCHES
from pipeline.workbooks import titles
from tests.tables import LAW, MAY, OFFICE, RESERVES, figure, measured, sheet, tables

HEAD = "项目名称 | 镇街 | 产业链 | 年度计划投资 | 本年完成投资 | 项目阶段 | 是否开工 | 计划开工时间 | 开工时间\n"
MOVES = ("转开工数", "转建设数", "转投产数", "新入库数", "退出数")


def projects(rows: str) -> Block:
    """``甲 在建 否 2026-01 2026-03`` a line: name, stage, started, planned and real start, - for nothing."""
    told = (line.replace("-!", "").split() for line in rows.strip().splitlines())
    lines = (
        f"{name} | 城关 | 新材料 | 100 | 0 | {' | '.join('' if part == '-' else part for part in parts)}"
        for name, *parts in told
    )
    return sheet(HEAD + "\n".join(lines))


def planned(names: str) -> Block:
    rows = "\n".join(f"{name} | 城关 | 可研" for name in names)
    return sheet(f"项目名称 | 镇街 | 策划进度\n{rows}", form=RESERVES, file="策划.xlsx")


def of(now: str, then: str = "", reserved: str = "", reserved_then: str = "", period: Period = MAY) -> Measured:
    blocks = [projects(now), *([planned(reserved)] if reserved else [])]
    history = {}
    if then:
        before = [projects(then), *([planned(reserved_then)] if reserved_then else [])]
        history[period.previous.text] = tables(*before, period=period.previous)
    return measured(*blocks, period=period, history=history)


def batches(found: Measured) -> dict[str, str]:
    return {row["name"]: row["now"] for row in found.flow}


@pytest.mark.parametrize(
    ("row", "batch"),
    [
        ("甲 前期 否 2026-09 -", "储备一批"),
        ("甲 储备 - - -", "储备一批"),
        ("甲 在建 是 2026-01 2026-03", "开工一批"),
        ("甲 在建 是 2026-01 2026-02", "建设一批"),
        ("甲 在建 是 2026-04 -", "开工一批"),
        ("甲 在建 是 2025-04 -", "建设一批"),
        ("甲 在建 - - -", "建设一批"),
        ("甲 停工 - 2026-04 -", "建设一批"),
        ("甲 竣工 是 2025-04 2025-04", "建设一批"),
        ("甲 投产 是 2026-04 2026-05", "投产一批"),
    ],
)
def test_each_project_is_in_one_batch(row: str, batch: str) -> None:
    found = of(row)
    assert [row["now"] for row in found.flow] == [batch]
    assert [figure(found, name) for name in BATCHES] == [int(name == batch) for name in BATCHES]


def test_what_has_ended_is_in_none() -> None:
    found = of("甲 终止 - - -\n乙 在建 是 - 2026-04")
    assert batches(found) == {"乙": "开工一批"} and figure(found, "项目总数") == 2


def test_a_reserve_that_became_a_project_counts_once() -> None:
    found = of("甲 前期 否 2026-09 -", reserved="甲乙")
    assert Counter(row["form"] for row in found.flow) == {"项目进度表": 1, "策划储备项目表": 1}
    assert figure(found, "储备一批") == 2 and figure(found, "储备数") == 2


THEN = """
甲 前期 否 2026-05 -
乙 在建 是 - 2026-02
丙 在建 是 - 2025-02
丁 在建 是 - 2025-02
戊 在建 是 - 2025-02
"""
NOW = """
甲 在建 是 2026-05 2026-05
乙 在建 是 - 2026-02
丙 投产 是 - 2025-02
戊 终止 是 - 2025-02
己 在建 是 - 2026-05
庚 前期 否 - -
"""


def test_what_moved_between_the_batches_is_told_by_project() -> None:
    found = of(NOW, THEN, reserved="辛", reserved_then="庚辛")
    told = {row["name"]: (row["before"], row["now"]) for row in found.flow if row["before"] != row["now"]}
    assert told == {
        "甲": ("储备一批", "开工一批"),
        "乙": ("开工一批", "建设一批"),
        "丙": ("建设一批", "投产一批"),
        "丁": ("建设一批", None),
        "戊": ("建设一批", None),
        "己": (None, "开工一批"),
    }
    assert [figure(found, name) for name in MOVES] == [1, 1, 1, 1, 2]
    assert [figure(found, f"上期{name}") for name in BATCHES] == [3, 1, 3, 0]


def test_the_batches_of_both_months_are_reconciled_by_what_entered_and_left() -> None:
    found = of(NOW, THEN, reserved="辛", reserved_then="庚辛")
    now, then = (sum(int(figure(found, f"{when}{name}") or 0) for name in BATCHES) for when in ("", "上期"))
    assert now == then + int(figure(found, "新入库数") or 0) - int(figure(found, "退出数") or 0)


def test_without_a_last_month_of_the_year_no_move_is_claimed() -> None:
    january = Period.parse("2026-01")
    for found in (of(NOW), of("甲 在建 是 - 2026-01", "甲 前期 否 - -", period=january)):
        assert [figure(found, name) for name in (*MOVES, "上期储备一批")] == [None] * 6


def test_what_only_was_in_a_batch_makes_no_scope() -> None:
    then = {"2026-04": tables(sheet(f"{HEAD}甲 | 石磨 | | 100 | 0 | 在建 | | |"), period=MAY.previous)}
    found = measured(projects("乙 在建 是 - 2026-05"), history=then)
    assert "镇街:石磨镇" not in found.scopes("镇街:") and figure(found, "退出数") == 1


def test_the_definition_names_the_months_of_the_rule() -> None:
    months = f"{ordinal(LAW.figures['batches']['fresh_months'])}个月"
    assert months in of("甲 前期 否 - -").index["全市", "开工一批"].definition
    assert months in of("甲 前期 否 - -").index["全市", "建设一批"].definition


def opener(found: Measured) -> Opener:
    law = LAW.of(OFFICE)
    sent = tables(projects(NOW), planned("辛"))
    return Opener(found, OFFICE, Evidence(sent, law), titles(law))


def test_a_figure_of_the_batches_opens_to_the_cells_that_decide() -> None:
    figures = opener(of(NOW, THEN, reserved="辛"))
    (basis,) = figures.figure("全市", "转建设数").rows
    assert [(cell.title, cell.said) for cell in basis.cells] == [
        ("项目阶段", "在建"),
        ("是否开工", "是"),
        ("开工时间", "2026-02-01"),
    ]
    assert [basis.subject for basis in figures.figure("全市", "储备一批").rows] == ["庚", "辛"]


def test_what_left_opens_to_its_name_and_to_no_cell() -> None:
    rows = opener(of(NOW, THEN, reserved="辛")).figure("全市", "退出数").rows
    assert [(basis.subject, bool(basis.cells)) for basis in rows] == [("戊", True), ("丁", False)]
