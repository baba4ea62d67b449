"""要素保障分析, 联席会议议题单 and 要素保障提请事项, of full, empty and odd months."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.documents import catalogue
from tests.documents.chained import COLUMNS, NOW, SOLVING, a_chain_month, an_office, documents
from tests.documents.dump import dumped
from tests.documents.month import TEMPLATES
from tests.documents.test_bulletin import LEFTOVER

GOLDEN = Path(__file__).parent.parent / "golden"
NAMES = {"element-analysis": "要素保障分析", "joint-meeting": "联席会议议题单", "element-request": "要素保障提请事项"}
HEADS = COLUMNS.split("|")


def said(key: str, now: str = NOW, solving: str = SOLVING) -> str:
    return dumped(documents(key, a_chain_month(now, solving))[f"{NAMES[key]}.docx"])


def problem(**cells: str) -> str:
    known = {"项目名称": "丙项目", "镇街": "石磨镇", "具体问题": "缺地", "状态": "未办结", **cells}
    return "\n" + "|".join(known.get(head, "") for head in HEADS)


@pytest.mark.parametrize("key", NAMES)
def test_each_says_what_its_golden_text_says(key: str) -> None:
    again = f"看过差异、确认无误后，把新的文字写入 tests/golden/{NAMES[key]}.txt"
    assert said(key) == (GOLDEN / f"{NAMES[key]}.txt").read_text(encoding="utf-8"), again


@pytest.mark.parametrize("key", NAMES)
def test_an_office_switches_on_what_it_issues(key: str) -> None:
    assert not catalogue(TEMPLATES)[key].enabled


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("element-analysis", "本期各单位未报送需协调解决的问题。"),
        ("joint-meeting", "截至2026年5月31日，没有需提交会议协调的问题。"),
        ("element-request", "截至2026年5月31日，没有需要提请市委、市政府研究的要素保障问题。"),
    ],
)
def test_a_month_without_problems_says_so(key: str, line: str) -> None:
    text = said(key, solving="")
    assert line in text and not LEFTOVER.search(text)


def test_a_month_without_anything_is_whole() -> None:
    text = dumped(documents("element-analysis", a_chain_month("", "", "", ""))["要素保障分析.docx"])
    assert "本期没有未开工的项目。\n" in text and text.count("\n无。\n") == 2 and not LEFTOVER.search(text)


def test_what_asks_for_nothing_is_a_report_and_what_asks_a_request() -> None:
    assert "特此报告。" in said("element-request", solving="") and "请示" not in said("element-request", solving="")
    text = said("element-request")
    assert "要素保障问题的请示\n" in text and "妥否，请批示。" in text and "签发人" in text
    assert "【附注】（联系人：" in text


def test_what_nobody_wrote_is_said_and_not_guessed() -> None:
    text = said("element-request", solving=problem(是否提请市级协调="是"))
    for words in (
        "没有填报提出日期；没有填报完成时限。",
        "没有明确办理部门；没有填写当前层级。没有填写协调经过。",
        "提请决定：未填写提请事项。",
        "没有填写提请事项的1个，由办理部门补报后再行研究。",
    ):
        assert words in text
    assert "【三级标题】1.石磨镇丙项目\n" in text and not LEFTOVER.search(text)


def test_a_problem_of_no_known_project_has_no_money_to_tell() -> None:
    text = said("element-request", solving=problem(项目名称="无此项目", 是否提请市级协调="是"))
    assert "涉及项目：所属项目不在本期项目中。" in text


def test_the_longest_open_comes_first_and_one_without_a_day_last() -> None:
    rows = [
        problem(具体问题=f"问题{day or '无'}", 提出日期=day, 是否提请市级协调="是")
        for day in ("2026-05-01", "", "2026-02-01")
    ]
    text = said("element-request", solving="".join(rows))
    assert [text.index(f"问题：问题{day}") for day in ("2026-02-01", "2026-05-01", "无")] == sorted(
        text.index(f"问题：问题{day}") for day in ("2026-02-01", "2026-05-01", "无")
    )


def test_two_hundred_problems_are_all_in_the_agenda_by_department_and_kind() -> None:
    kinds, solvers = ("土地", "资金", "审批"), ("市发改局", "市工信局", "")
    rows = [
        problem(具体问题=f"第{at}件", 问题类别=kinds[at % 3], 办理部门=solvers[at // 3 % 3], 是否提请市级协调="是")
        for at in range(200)
    ]
    text = said("joint-meeting", solving="".join(rows))
    assert "需会议协调的200个，按办理部门和问题类别分为9个议题" in text and text.count("\n【表题】议题") == 9
    assert text.count("未填写提请事项 |\n") == 200 and text.index("未明确办理部门的") > text.index("市工信局办理的")
    assert not LEFTOVER.search(text)


def test_whoever_handles_it_is_asked_and_not_once_more_by_its_post() -> None:
    text = said("joint-meeting", solving=problem(问题类别="土地", 办理部门="市自然资源和规划局", 是否提请市级协调="是"))
    assert "建议参会单位：市自然资源和规划局、石磨镇。" in text


def test_a_problem_in_two_hands_is_counted_in_both() -> None:
    text = said("element-analysis", solving=problem(问题类别="资金", 办理部门="市发改局、市工信局"))
    assert "| 市发改局 | 1 |" in text and "| 市工信局 | 1 |" in text and "各单位报送需协调解决的问题1个" in text


def test_private_numbers_are_masked() -> None:
    for key in NAMES:
        text = said(key, solving=problem(协调经过="联系13800138000", 具体问题="找13900139000", 是否提请市级协调="是"))
        assert "13800138000" not in text and "13900139000" not in text


def test_whom_the_office_writes_to_otherwise_is_not_asked() -> None:
    made = documents("element-request", of=an_office(recipients=["市领导小组"]))
    assert "【主送机关】市委、市政府：" in dumped(made["要素保障提请事项.docx"])
