"""更正, 放行 and 清单变动 from outside: a month that they let through, and every trace that each use leaves."""

from __future__ import annotations

from pathlib import Path

import docx

from pipeline.model import Outcome
from tests.city import CHENGGUAN, city, run
from tests.workbook import workbook
from tests.workbooks.reading import records

CORRECTION = (
    "项目|镇街|字段|原值|更正值|原因|依据|经办人\n甲项目|城关街道|本年完成投资|约三千|3000|电话核实|电话|王经办"
)
RELEASE = "单位/文件|单元格或项目|核查代码|处理|原因|批准人\n柳渡镇||应报未报|{}|机构调整|李主任"


def month(root: Path, **sheets: str) -> None:
    """May of a city whose April is there and whose 柳渡 reported in April alone."""
    city(root, "2026-04")
    city(root, **sheets)
    (root / "input" / "2026-05" / "柳渡.xlsx").unlink()


def blocked(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome.judged.findings if finding.level == "阻断"]


def words(root: Path) -> str:
    made = docx.Document(str(root / "output" / "2026-05" / "调度通报.docx"))
    return "\n".join(paragraph.text for paragraph in made.paragraphs)


def uses(root: Path) -> list[dict[str, object]]:
    return records((root / "output" / "2026-05" / "底稿.xlsx").read_bytes(), "更正与放行")


def test_one_silent_town_does_not_stop_the_bulletin_and_the_document_says_so(tmp_path: Path) -> None:
    month(tmp_path)
    assert "sender-silent" in blocked(run(tmp_path))
    workbook(tmp_path / "input" / "2026-05" / "放行.xlsx", RELEASE.format("沿用上期"))
    outcome = run(tmp_path)
    assert (outcome.status, blocked(outcome)) == ("made", [])
    assert "柳渡镇本期未报送（1个项目），经批准沿用上期数据。" in words(tmp_path)
    (use,) = uses(tmp_path)
    assert (use["类别"], use["现值或处理"], use["经办人、批准人"]) == ("放行", "沿用上期", "李主任")
    rows = records((tmp_path / "output" / "2026-05" / "底稿.xlsx").read_bytes(), "明细")
    assert [row["未报而以此代替"] for row in rows] == ["", "", "沿用上期"]
    assert rows[2]["本年完成投资（元）"] == 15_000_000


def test_what_is_counted_as_nothing_or_left_out_shows_in_the_figures(tmp_path: Path) -> None:
    for action, count, done in (("按零计", 3, 30_000_000), ("剔除", 2, 30_000_000)):
        root = tmp_path / action
        month(root)
        workbook(root / "input" / "2026-05" / "放行.xlsx", RELEASE.format(action))
        run(root)
        rows = records((root / "output" / "2026-05" / "底稿.xlsx").read_bytes(), "指标")
        figures = {(row["范围"], row["指标"]): row["数值"] for row in rows}
        assert (figures["全市", "项目总数"], figures["全市", "本年完成投资"]) == (count, done)


def test_a_correction_makes_the_month_and_is_listed_with_the_cell_it_corrects(tmp_path: Path) -> None:
    city(tmp_path, 城关=CHENGGUAN.replace("|500|3000|", "|500|约三千|"))
    assert blocked(run(tmp_path)) == ["money-not-a-number"]
    workbook(tmp_path / "input" / "2026-05" / "更正.xlsx", CORRECTION)
    outcome = run(tmp_path)
    assert outcome.status == "made"
    (use,) = uses(tmp_path)
    assert (use["原值"], use["现值或处理"], use["涉及的单元格"]) == ("约三千", "3000", "城关.xlsx｜Sheet1｜F3")
    assert (outcome.counted.read, outcome.counted.accepted, outcome.counted.refused) == (4, 4, 0)


def test_a_month_without_them_says_so(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path)
    assert uses(tmp_path)[0]["对象"] == "本期没有更正、放行和清单变动。"


def test_a_renamed_project_keeps_its_history(tmp_path: Path) -> None:
    city(tmp_path, "2026-04")
    heading = CHENGGUAN.strip().splitlines()[1]
    row = "丙园区|续建|8000|2000|300|1800|竣工|2025-02-01"
    city(tmp_path, 柳渡=f"填报单位：柳渡镇|||||||单位：万元\n{heading}\n{row}")
    change = "项目|镇街|变动|新值|生效期|依据\n丙项目|柳渡镇|更名|丙园区|2026-05-01|会议纪要"
    workbook(tmp_path / "input" / "2026-05" / "清单变动.xlsx", change)
    outcome = run(tmp_path)
    assert outcome.status == "made", outcome.judged.findings
    told = {finding.code for finding in outcome.judged.findings}
    assert not {"project-new", "project-vanished"} & told
    rows = records((tmp_path / "output" / "2026-05" / "底稿.xlsx").read_bytes(), "明细")
    assert {row["项目名称"]: row["当月完成投资（元）"] for row in rows}["丙园区"] == 3_000_000
