"""周调度专报: what moved since last week, which nodes are due and overdue, and what is late."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Measured, Period
from tests.documents.dump import dumped
from tests.documents.making import make
from tests.documents.month import HEAD, LAW, ROWS, TEMPLATES, office
from tests.documents.test_bulletin import LEFTOVER
from tests.tables import PROBLEMS, measured, sheet, tables

W20, W21 = Period.parse("2026-W20"), Period.parse("2026-W21")
BEFORE = (
    ROWS.replace("|500|6000|", "|500|5800|")
    .replace("|100|900|在建", "|100|900|停工")
    .replace("|800|4200|投产|", "|800|4200|竣工|")
)
NOW = ROWS.replace("|0|0|前期|2026-02-10|办理中|", "|0|0|前期|2026-02-10|办结|")
OPEN = """
项目名称|镇街|问题类别|具体问题|办理部门|提出日期|完成时限|状态|销号日期
甲项目|城关街道|用工|缺少技工|市工信局|2026-03-01|2026-06-30|未办结|
"""
SOLVED = OPEN.replace("未办结|", "已办结|2026-05-20")
NODES = """
项目名称|镇街|节点|计划完成时间|实际完成时间|责任单位|受天气影响
甲项目|城关街道|主体封顶|2026-05-31||城关街道|是
乙项目|城关街道|设备进场|2026-06-20||市工信局|
丙项目|石磨镇|施工许可证办理|2026-05-10||市发改局|否
丁项目|柳渡镇|竣工验收|2026-05-12|2026-05-11|柳渡镇|否
丁项目|柳渡镇|投产|2026-09-30||柳渡镇|否
"""


def a_week(rows: str = NOW, nodes: str = NODES, before: str = BEFORE, problems: str = SOLVED) -> Measured:
    blocks = [sheet(HEAD + rows)] if rows.strip() else []
    blocks += [sheet(problems, form=PROBLEMS, sender="市发改局")] if problems else []
    blocks += [sheet(nodes, form="节点计划表", sender="市工信局")] if nodes else []
    last = [sheet(HEAD + before), sheet(OPEN, form=PROBLEMS, sender="市发改局")] if before else []
    history = {W20.text: tables(*last, period=W20)} if before else {}
    return measured(*blocks, period=W21, history=history)


def weekly(week: Measured | None = None, **issuer: Any) -> bytes:
    made = make("weekly-report", week or a_week(), {}, office(**issuer), LAW, TEMPLATES)
    return made["周调度专报.docx"]


def test_it_says_what_moved_since_last_week() -> None:
    text = dumped(weekly(carrier="简报"))
    assert "【公文标题】全市重点项目周调度专报／（2026年第21周）" in text
    told = "有进展的项目4个；新开工1个，变更阶段2个，办结手续的项目1个，解决问题1个。"
    assert f"本周完成投资0.02亿元，{told}" in text
    for line in (
        "1.完成投资。本周完成投资较多的有：城关街道甲项目（200万元）。各镇街情况见附件1。",
        "2.开工和阶段。新开工的有：城关街道乙项目。阶段变更的有：柳渡镇丁项目（竣工转投产）。",
        "3.手续办理。办结手续的有：石磨镇丙项目（土地）。",
        "4.解决问题。本周解决的问题有：城关街道甲项目“缺少技工”。",
        "| 城关街道 | 200 | 2 | 甲项目（200）、乙项目（新开工） |",
        "| 石磨镇 | 0 | 1 | 丙项目（办结土地） |",
        "| 柳渡镇 | 0 | 1 | 丁项目（竣工转投产） |",
    ):
        assert line in text
    assert not LEFTOVER.search(text), LEFTOVER.findall(text)


def test_nodes_due_and_overdue_are_named_with_their_days() -> None:
    text = dumped(weekly())
    assert "列有节点5个，已完成1个，逾期未完成1个；7天内到期1个，30天内到期2个（含7天内，其余见附件2）。" in text
    assert "| 5月31日 | 甲项目 | 城关街道 | 主体封顶（受天气影响） | 城关街道 |" in text
    assert "| 5月10日 | 丙项目 | 石磨镇 | 施工许可证办理 | 市发改局 | 14 |" in text
    annex = text.split("【附件编号】附件2")[1]
    assert "| 1 | 乙项目 | 城关街道 | 设备进场 | 2026.6.20 | 市工信局 |" in annex
    assert not any(said in annex for said in ("主体封顶", "施工许可证办理", "竣工验收", "| 投产 |"))


def test_without_later_nodes_the_late_projects_are_the_second_annex() -> None:
    text = dumped(weekly(a_week(nodes=NODES.replace("2026-06-20", "2026-09-20"))))
    assert "30天内到期节点表" not in text and "【附件编号】附件3" not in text
    assert "【附件说明】2.进度滞后项目名单" in text and "名单见附件2。" in text


def test_each_town_has_its_late_projects_by_name_the_latest_first() -> None:
    text = dumped(weekly())
    late = text.split("【附件标题】进度滞后项目名单")[1]
    assert "| 城关街道 | 49.3 | 0 | 1 | 黄灯：乙项目（22.5%）。 |" in late
    assert (
        "| 石磨镇 | 0.0 | 1 | 0 | 红灯：丙项目（应2026年2月开工，施工许可未办结）。 |" in late and "柳渡镇" not in late
    )


def test_without_last_week_it_says_so_and_names_no_moves() -> None:
    text = dumped(weekly(a_week(before="")))
    assert "没有上周数据，本期不列本周变动。" in text and "没有上周数据，无法比较，下周起列出。" in text
    assert "本周完成投资0" not in text and "新开工" not in text.split("【附件编号】")[0].replace("未开工", "")


@pytest.mark.parametrize("carrier", ["公文", "简报"])
def test_a_week_without_anything_is_whole(carrier: str) -> None:
    text = dumped(weekly(a_week("", "", "", ""), carrier=carrier))
    for line in ("本周没有报送重点项目。", "本周没有报送节点计划表。", "本周没有亮红灯、黄灯的项目。"):
        assert line in text
    assert text.count("\n无。\n") == 2 and not LEFTOVER.search(text)


def test_a_week_in_which_nothing_moved_says_so() -> None:
    text = dumped(weekly(a_week(before=NOW, problems=OPEN)))
    assert "有进展的项目0个" in text and "本周各项目没有新的进展。" in text


def test_the_same_week_gives_the_same_bytes() -> None:
    assert weekly() == weekly()


@pytest.mark.parametrize("nodes", [NODES, ""])
def test_validators_find_nothing(tmp_path: Path, nodes: str) -> None:
    audit, integrity = pytest.importorskip("openxml_audit"), pytest.importorskip("docx_integrity")
    path = tmp_path / "周调度专报.docx"
    path.write_bytes(weekly(a_week(nodes=nodes, before=BEFORE if nodes else "")))
    assert [str(error) for error in audit.OpenXmlValidator().validate(path).errors] == []
    faults = [str(finding) for finding in integrity.check(path)]
    assert [fault for fault in faults if "declared but never referenced" not in fault] == [], "no page lies wide"
