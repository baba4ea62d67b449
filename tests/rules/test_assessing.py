"""The rules of 考核 as a clerk writes them: read as they are meant, or refused with file, line and sentence."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.measure.assessment import judgeable
from pipeline.model import Period, PipelineError
from pipeline.model.assessment import Adjustment, Assessment, Indicator
from pipeline.rules import load_law, load_office
from pipeline.rules.assessing import category_of, load_assessment, shipped

MAY = Period.parse("2026-05")
KNOWN = judgeable(load_law())
OFFICE = """city = "示例市"
[issuer]
organ = "办"
mark = "示"
[[towns]]
name = "城关街道"
category = "街道"
[[towns]]
name = "石磨镇"
category = "镇"
[[senders]]
name = "市工信局"
"""
RULES = """# 办法
[[rules]]
from = 2026-01-01

[[rules.categories]]
name = "街道"
units = "镇街"
indicators = [
    { name = "年度投资完成率", weight = 60, target = "时序进度", cap = 1.2 },
    { name = "问题解决率", figure = "已解决数", over = "问题总数", weight = 40, target = "类别平均" },
]
adjustments = [
    { name = "督办逾期", figure = "督办逾期数", each = -0.5, most = -3, reason = "逾期" },
]

[[rules.categories]]
name = "镇"
units = "镇街"
indicators = [
    { name = "逾期数", weight = 100, target = 2, better = "低", missing = "记零分" },
]

[[rules.categories]]
name = "部门"
units = "部门"
indicators = [
    { name = "平均未办结天数", weight = 100, target = 30, better = "低" },
]
"""


def loaded(folder: Path, rules: str = RULES, office: str = OFFICE, period: Period = MAY) -> Assessment:
    (folder / "office.toml").write_text(office, encoding="utf-8")
    (folder / "assessment.toml").write_text(rules, encoding="utf-8")
    return load_assessment(folder, period, load_office(folder / "office.toml"), KNOWN)


def test_the_offices_own_rules_are_read_as_written(tmp_path: Path) -> None:
    street, town, department = loaded(tmp_path).categories
    rate, solved = street.indicators
    assert rate == Indicator(
        "年度投资完成率", "年度投资完成率", "", Fraction(60), "时序进度", Fraction(6, 5), False, False
    )
    mean = ("问题解决率", "已解决数", "问题总数", Fraction(40), "类别平均", Fraction(1), False, False)
    assert solved == Indicator(*mean)
    assert street.adjustments == (Adjustment("督办逾期", "督办逾期数", Fraction(-1, 2), Fraction(-3), "逾期"),)
    assert (town.indicators[0].lower, town.indicators[0].present, department.units) == (True, True, "部门")


def test_without_a_file_of_its_own_an_office_is_judged_by_the_shipped_rules(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(OFFICE, encoding="utf-8")
    rules = load_assessment(tmp_path, MAY, load_office(tmp_path / "office.toml"), KNOWN)
    assert rules == shipped(MAY, KNOWN)
    assert [category.name for category in rules.categories] == ["街道", "园区", "镇", "部门"]


def test_the_version_in_force_at_the_end_of_the_period_counts(tmp_path: Path) -> None:
    later = (
        RULES.replace("2026-01-01", "2026-06-01")
        .replace("weight = 60", "weight = 50")
        .replace("weight = 40", "weight = 50")
    )
    both = f"{RULES}\n{later}"
    weights = [
        loaded(tmp_path, both, period=Period.parse(month)).categories[0].indicators[0].weight
        for month in ("2026-05", "2026-06")
    ]
    assert weights == [60, 50]


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("weight = 40", "weight = 30", 6, "考核类别“街道”各指标的权重合计为90，应为100。"),
        (
            'name = "年度投资完成率", weight',
            'name = "年度投资完成", weight',
            9,
            "“年度投资完成”所用的“年度投资完成”不是镇街的指标",
        ),
        ('figure = "已解决数"', 'figure = "解决数"', 10, "“问题解决率”所用的“解决数”不是镇街的指标"),
        ('over = "问题总数"', 'over = "总数"', 10, "“问题解决率”所用的“总数”不是镇街的指标"),
        ('figure = "督办逾期数"', 'figure = "督办延期数"', 13, "“督办逾期”所用的“督办延期数”不是镇街的指标；相近的有"),
        ('name = "平均未办结天数"', 'name = "年度投资完成率"', 27, "不是部门的指标"),
        ("each = -0.5", "each = 0.5", 13, "同为正数（加分）或同为负数（减分）"),
        ("weight = 100, target = 2", "weight = 100, target = 0", 20, "“逾期数”的目标应大于0。"),
        ("cap = 1.2", "cap = 0", 9, "“年度投资完成率”的权重和封顶应大于0。"),
        ('name = "问题解决率"', 'name = "年度投资完成率"', 10, "考核类别“街道”中“年度投资完成率”出现两次。"),
        ('name = "镇"', 'name = "街道"', 17, "考核类别“街道”出现两次。"),
        (
            '    { name = "逾期数", weight = 100, target = 2, better = "低", missing = "记零分" },\n',
            "",
            17,
            "考核类别“镇”没有指标",
        ),
        ("from = 2026-01-01", "from = 2026-06-01", 3, "考核办法自2026-06-01起用，2026年1—5月没有可用的办法"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_with_their_line(
    old: str, new: str, line: int, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(PipelineError) as refused:
        loaded(tmp_path, RULES.replace(old, new, 1))
    assert str(refused.value).startswith(f"{tmp_path / 'assessment.toml'} 第{line}行：") and sentence in str(
        refused.value
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ('category = "镇"', 'category = ""', 9, "“石磨镇”没有考核类别，请把 category 写成“街道”、“镇”之一。"),
        ('category = "镇"', 'category = "乡"', 9, "“石磨镇”的考核类别“乡”不在考核办法中"),
        ('name = "市工信局"', 'name = "市工信局"\ncategory = "委办"', 12, "“市工信局”的考核类别“委办”不在考核办法中"),
    ],
)
def test_a_unit_without_a_category_is_told_with_the_line_of_office_toml(
    old: str, new: str, line: int, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(PipelineError) as refused:
        loaded(tmp_path, office=OFFICE.replace(old, new, 1))
    assert str(refused.value).startswith(f"{tmp_path / 'office.toml'} 第{line}行：{sentence}")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("weight = 60", 'weight = "六十"', "rules[1].categories[1].indicators[1].weight 应为数字"),
        ('better = "低"', 'better = "小"', "应为“高”、“低”之一"),
        ('target = "类别平均"', 'target = "平均"', "应为数字或时序进度、类别平均、全市平均之一"),
        ("cap = 1.2", "caps = 1.2", "caps 不是已知的配置项"),
        ("[[rules]]", "[[rules", "不是正确的 TOML"),
    ],
)
def test_a_value_of_another_shape_is_told_with_its_key(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=re.escape(sentence)):
        loaded(tmp_path, RULES.replace(old, new, 1))


def test_rules_in_office_toml_are_sent_to_their_own_file(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=re.escape("assessment 请写在 input/assessment.toml 中")):
        loaded(tmp_path, office=f"{OFFICE}\n[assessment]\na = 1")


def test_a_department_that_names_no_category_is_among_the_first_of_departments(tmp_path: Path) -> None:
    rules = loaded(tmp_path)
    office = load_office(tmp_path / "office.toml")
    assert [
        found and found.name for found in (category_of(rules, name, "部门", office) for name in ("市工信局", "市某局"))
    ] == ["部门"] * 2
