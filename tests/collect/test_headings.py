"""Which heading is which field."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.collect.headings import UNITS, agrees, readings
from pipeline.collect.lexicon import AMBIGUOUS, IGNORED, Lexicons
from pipeline.model import Period
from pipeline.rules import Law, load_law
from pipeline.rules.office import Office
from tests.collect.conftest import Gather, codes, data, fields
from tests.workbook import workbook

MAY = Period.parse("2026-05")
NOBODY = Office(city="示例市", issuer={}, towns=(), senders=(), chains={}, names={})
LAW = load_law()
MAIN = Lexicons(LAW, NOBODY).forms["项目进度表"]
WRITTEN = [
    (text, field.key) for field in LAW.forms["项目进度表"].fields.values() for text in (field.title, *field.also)
]


def meant(*path: str) -> str | None:
    meaning = MAIN.meaning(path)
    return meaning.key if meaning else None


@pytest.mark.parametrize(("written", "key"), WRITTEN)
def test_every_spelling_of_the_rules_is_its_field(written: str, key: str) -> None:
    assert meant(written.replace("Y年", "2026年").replace("M月", "5月")) == key


@pytest.mark.parametrize(
    ("written", "key", "unit"),
    [
        ("总投资\n（亿元）", "total", 10**8),
        ("总 投 资（万元）", "total", 10**4),
        ("总投资/万元", "total", 10**4),
        ("总投资：元", "total", 1),
        ("总投资【单位：千元】", "total", 1000),
        ("年度计划投资（单位：万元，保留两位小数）", "plan", 10**4),
        ("*项目名称（必填）", "name", None),
        ("是否开工（是/否）", "started", None),
        ("开工时间（年月日）", "start", None),
        ("开工时间(填写格式：2026-05-30)", "start", None),
        ("开（复）工", "started", None),
        ("镇（街）", "town", None),
        ("责任单位（镇街）", "town", None),
        ("责任单位", "unit", None),
        ("投资完成率（%）", "rate", None),
        ("完成年度计划%", "rate", None),
        ("３．项目名称", "name", None),
        ("2026年计划投资", "plan", None),
        ("2026年度计划投资（万元）", "plan", 10**4),
        ("1-5月完成投资", "ytd_done", None),
        ("1—5月累计完成投资", "ytd_done", None),
        ("１～５月完成投资", "ytd_done", None),
        ("1月至5月完成投资", "ytd_done", None),
        ("元至五月完成投资", "ytd_done", None),
        ("2026年1-5月完成投资", "ytd_done", None),
        ("05月完成投资", "month_done", None),
        ("5月份完成投资", "month_done", None),
        ("2026年5月完成投资（万元）", "month_done", 10**4),
        ("2025年底累计完成投资", "prior_done", None),
        ("至2025年末累计完成投资", "prior_done", None),
        ("5月形象进度", "image", None),
        ("施工许可证（含消防设计审查）", "permit.施工许可", None),
        ("序号", IGNORED, None),
        ("No.", IGNORED, None),
        ("其中：2026年计划投资", "plan", None),
        ("本年完成投资（1-5月）（万元）", "ytd_done", 10**4),
        ("年度计划投资（2026年）", "plan", None),
        ("建设规模及内容（" + "请简要说明，" * 12 + "）", "scale", None),
        ("累计完成投资", AMBIGUOUS, None),
        ("累计投资（万元）", AMBIGUOUS, 10**4),
    ],
)
def test_headings_are_matched_after_normalising(written: str, key: str, unit: int | None) -> None:
    assert (meant(written), MAIN.unit((written,))) == (key, unit)


@pytest.mark.parametrize(
    "written",
    ["项目名", "年度投资计划数", "总投资完成", "4-5月完成投资", "计划", "上月完成投资", "完成投资", "项目名称说明书"],
)
def test_likeness_is_never_enough(written: str) -> None:
    assert meant(written) is None


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("形象进度", "是否开工"), "started"),
        (("形象进度", "实物工程量"), "image"),
        (("开工时间", "计划"), "plan_start"),
        (("开工时间", "实际"), "start"),
        (("竣工时间", "计划"), "plan_finish"),
        (("完成投资（万元）", "本月"), "month_done"),
        (("完成投资", "本年"), "ytd_done"),
        (("完成投资", "累计"), AMBIGUOUS),
        (("2026年", "计划投资"), "plan"),
        (("总投资", "（万元）"), "total"),
        (("手续办理情况", "规划"), "permit.规划"),
        (("建设情况", "投资", "总投资"), "total"),
        (("本年完成投资", "1-5月"), "ytd_done"),
        (("本年完成投资（万元）", "截至5月底"), "ytd_done"),
    ],
)
def test_parent_and_child_are_read_together_first(path: tuple[str, ...], key: str) -> None:
    assert meant(*path) == key


@pytest.mark.parametrize(
    ("written", "period", "fresh"),
    [
        ("1-5月完成投资", "2026-05", True),
        ("1-4月完成投资", "2026-05", False),
        ("2026年计划投资", "2026-05", True),
        ("2025年计划投资", "2026-05", False),
        ("2025年底累计完成投资", "2026-05", True),
        ("2024年底累计完成投资", "2026-05", False),
        ("本年完成投资（1-4月）", "2026-05", False),
        ("本年完成投资（截至2025年5月底）", "2026-05", False),
        ("年度计划投资（2025年）", "2026-05", False),
        ("5月完成投资", "2026-W21", True),
        ("1-4月完成投资", "2026-W21", True),
        ("1-3月完成投资", "2026-W21", False),
    ],
)
def test_years_and_months_must_be_the_periods(written: str, period: str, fresh: bool) -> None:
    meaning = MAIN.meaning((written,))
    assert meaning is not None
    assert agrees(meaning.reading, Period.parse(period)) is fresh


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_headings(text: str) -> None:
    for reading in readings(text):
        assert reading.spelling
        assert agrees(reading, MAY) in (True, False)


BLANKS = st.text(alphabet=" \t\n\u3000\u00a0\u200b", max_size=3)


@given(st.sampled_from(WRITTEN), st.lists(BLANKS, min_size=4, max_size=4), st.sampled_from(["", *UNITS]), st.booleans())
def test_blanks_marks_and_units_change_no_field(
    written: tuple[str, str], blanks: list[str], unit: str, starred: bool
) -> None:
    text, key = written[0].replace("Y年", "2026年").replace("M月", "5月"), written[1]
    spread = "".join(letter + blanks[at % 4] for at, letter in enumerate(text))
    if len(spread) < 50:
        assert meant(("*" if starred else "") + blanks[0] + spread + (f"（{unit}）" if unit else "")) == key


def test_a_stale_heading_blocks_and_its_column_is_still_used(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|2026年计划投资|1-4月完成投资（万元）\n甲项目|100|50")
    collected = gather()
    (finding,) = collected.findings
    assert (finding.level, finding.code, finding.cell, finding.field) == ("阻断", "heading-stale", "C1", "本年完成投资")
    assert finding.value == "1-4月完成投资（万元）"
    assert data(collected.blocks[0], "ytd_done") == [50]


def test_a_stale_group_over_a_progress_column_blocks(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|2026年1-4月|\n|年度计划投资|本年完成投资\n甲项目|100|50", merges=["B1:C1"])
    assert codes(gather()) == ["heading-stale", "heading-stale"]


def test_a_bare_sum_is_ambiguous_and_not_also_missing(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|年度计划投资|累计完成投资\n甲项目|100|50")
    collected = gather()
    (finding,) = collected.findings
    assert (finding.level, finding.code, finding.cell) == ("阻断", "heading-ambiguous", "C1")
    assert fields(collected.blocks[0])["C1"] == ""


def test_the_office_says_what_a_bare_sum_means_for_its_sender(month: Path, gather: Gather) -> None:
    workbook(month / "工信局.xlsx", "项目名称|年度计划投资|累计完成投资（万元）\n甲项目|100|50")
    collected = gather()
    assert codes(collected) == []
    assert data(collected.blocks[0], "ytd_done") == [50]
    assert collected.blocks[0].headings[2].unit == 10_000


def test_the_clerks_choice_for_a_heading_is_kept(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|年度计划投资|投资进度（含税）|内部编码\n甲项目|100|50|7")
    collected = gather()
    assert codes(collected) == []
    assert data(collected.blocks[0], "ytd_done") == [50]


def test_an_unknown_heading_is_said_with_the_nearest_names(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|年度计划投资|本年完成投资|年度计划投资额|空列\n甲项目|100|50|8|")
    collected = gather()
    (finding,) = collected.findings
    assert (finding.level, finding.code, finding.cell, finding.value) == (
        "提示",
        "heading-unknown",
        "D1",
        "年度计划投资额",
    )
    assert "年度计划投资" in finding.message
    assert fields(collected.blocks[0])["D1"] == ""


def test_values_under_no_heading_are_said(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|年度计划投资|本年完成投资|\n甲项目|100|50|八成")
    (finding,) = gather().findings
    assert (finding.code, finding.cell) == ("heading-unknown", "D1")


def test_a_missing_required_column_blocks(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|总投资|本月完成投资|形象进度\n甲项目|100|50|主体")
    collected = gather()
    assert [(finding.code, finding.field, finding.cell) for finding in collected.findings] == [
        ("column-missing", "年度计划投资", None),
        ("column-missing", "本年完成投资", None),
    ]


def test_two_columns_for_one_figure_block_and_the_left_one_stands(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|年度计划投资|本年完成投资|年度投资计划\n甲项目|100|50|120")
    collected = gather()
    (finding,) = collected.findings
    assert (finding.level, finding.code, finding.cell) == ("阻断", "heading-repeated", "D1")
    assert data(collected.blocks[0], "plan") == [100]


def test_two_text_columns_are_a_hint(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|年度计划投资|本年完成投资|形象进度|目前进展\n甲项目|1|1|主体|封顶")
    collected = gather()
    assert [(finding.level, finding.code) for finding in collected.findings] == [("提示", "heading-repeated-text")]
    assert data(collected.blocks[0], "image") == ["主体"]


def test_several_columns_of_one_permit_are_all_kept(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|年度计划投资|本年完成投资|用地规划许可证|工程规划许可证\n甲项目|1|1|√|×")
    collected = gather()
    assert codes(collected) == []
    assert list(fields(collected.blocks[0]).values())[3:] == ["permit.规划", "permit.规划"]


@pytest.mark.parametrize(
    ("name", "headings", "form"),
    [
        ("城关.xlsx", "项目名称|年度计划投资|本年完成投资", "项目进度表"),
        ("重点项目清单.xlsx", "项目名称|年度计划投资|总投资", "重点项目清单"),
        ("城关重点项目清单.xlsx", "项目名称|年度计划投资|本年完成投资", "项目进度表"),
        ("城关.xlsx", "项目名称|年度计划投资|总投资", "项目进度表"),
        ("城关清单.xlsx", "项目名称|镇街|问题类别|具体问题|状态", "要素保障问题清单"),
        ("城关.xlsx", "项目名称|投资方|来源区域|阶段", "招引项目表"),
        ("城关.xlsx", "项目名称|镇街|估算总投资|策划进度", "策划储备项目表"),
        ("城关.xlsx", "项目名称|节点|计划完成时间|责任单位", "节点计划表"),
        ("城关.xlsx", "日期|项目名称|现场进度|核实投资", "现场督查记录表"),
        ("城关.xlsx", "督办编号|整改情况|完成情况", "督办反馈表"),
        ("城关.xlsx", "督办编号|事项|确认|时限|处置", "督办确认表"),
    ],
)
def test_a_form_is_known_by_its_headings(month: Path, gather: Gather, name: str, headings: str, form: str) -> None:
    workbook(month / name, f"序号|{headings}\n1|" + "|".join(["甲"] * headings.count("|")) + "|乙")
    assert [block.form for block in gather().blocks] == [form]


def test_headings_mean_what_their_own_form_says(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "项目名称|镇街|招引方式|阶段|计划总投资\n甲项目|城关|基金招商|在谈|5")
    assert list(fields(gather().blocks[0]).values()) == ["name", "town", "way", "stage", "total"]


def test_the_law_names_no_heading_twice(law: Law) -> None:
    for name, form in law.forms.items():
        spellings = [text for field in form.fields.values() for text in {field.title, *field.also}]
        assert len(spellings) == len(set(spellings)), name


def test_columns_of_other_months_beside_this_months_are_only_unknown(month: Path, gather: Gather) -> None:
    workbook(
        month / "城关.xlsx",
        "项目名称|年度计划投资|3月完成投资|4月完成投资|5月完成投资|1-5月完成投资\n甲项目|100|10|20|30|60",
    )
    collected = gather()
    assert codes(collected) == ["heading-unknown", "heading-unknown"]
    assert data(collected.blocks[0], "month_done") == [30]


def test_what_the_office_says_of_a_joined_heading_wins(month: Path, gather: Gather) -> None:
    workbook(month / "工信局.xlsx", "项目名称|年度计划投资|完成投资\n||累计\n甲项目|100|50")
    collected = gather()
    assert codes(collected) == []
    assert data(collected.blocks[0], "ytd_done") == [50]
