"""调度会材料: the figures of a meeting, what moved since last month, and the questions on the slowest projects."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.documents.told.pace import pace
from pipeline.model import Finding, Measured, Period
from tests.documents.dump import dumped
from tests.documents.following import followed
from tests.documents.grounds import ground
from tests.documents.month import LAW, ROWS, a_month
from tests.documents.test_bulletin import LEFTOVER, MANY
from tests.documents.year import APRIL, NOBODY, a_year, document, spring

LOW = ROWS.replace("|900|在建", "|100|在建")
ITEM = "督2026-007|城关街道|乙项目进度滞后|规则|研判|立项 2026-04 2026-04-30 2026-05-12|乙项目"


def said(month: Measured, **options: object) -> str:
    return dumped(document("meeting", month, **options)["调度会材料.docx"])  # type: ignore[arg-type]


def asked(text: str, project: str) -> str:
    """What is asked about a project."""
    return text.split(f"{project}\n", 1)[1].split("【", 1)[0]


def test_every_section_says_its_figures() -> None:
    text = said(spring())
    assert "今天调度的重点项目共4个，总投资6.70亿元。其中，新建项目2个，续建项目1个，技改项目1个。" in text
    assert "已开工3个，占75.0%；竣工1个，其中投产1个；还没有开工的1个" in text
    assert "按首个未办结环节分：土地1个。按办理部门分：自然资源和规划部门1个。" in text
    assert "| 市发改局 | 1 | 1 | 1 | 1 |" in text
    assert "年度投资完成率38.3%，低于时序进度3.4个百分点，比时序进度少完成983万元。" in text
    assert "余下各月平均每月要完成0.26亿元，而5月当月完成0.13亿元。" in text
    assert "年度投资完成率较上月提高4.5个百分点。没有新开工的项目。" in text
    assert "| 本年完成投资 | 1.11亿元 | 0.98亿元 |" in text
    assert not LEFTOVER.search(text), LEFTOVER.findall(text)


def test_a_month_without_anything_says_so() -> None:
    text = said(a_month("", ""))
    for line in (
        "本期没有纳入调度的重点项目。",
        "本期没有未开工的项目。",
        "各部门没有未解决的问题。",
        "各项目没有填报年度计划投资，不计算完成率。",
        "没有上月的数据，不作对比。",
        "本期没有低于时序进度的参评项目。",
        "没有需要提级的问题、逾期的督办事项和近期到期的节点。",
    ):
        assert line in text
    assert not LEFTOVER.search(text), LEFTOVER.findall(text)


def test_january_is_compared_with_no_december() -> None:
    text = said(a_month(ROWS, "", Period.parse("2026-01")))
    assert "1月为本年第一个月，不与上年12月对比。" in text and "本期没有低于时序进度的参评项目。" in text


def test_six_hundred_projects_are_asked_about_as_many_as_there_are_places() -> None:
    text = said(a_month(MANY, ""))
    assert text.count("【二级标题】（") == 10 and not LEFTOVER.search(text)


def test_no_more_is_asked_than_the_rules_allow_and_the_money_comes_last() -> None:
    lines = asked(said(spring()), "石磨镇丙项目").splitlines()[1:]
    assert len(lines) == LAW.asking.most == 3
    assert lines[0] == (
        "问市发改局：“用地指标未落实”提出119天还没有解决，超过时限41天，卡在哪一步？你部门能定的哪天办结，不能定的请谁来定？"
    )
    assert lines[1].startswith("问石磨镇：按计划2026年2月就要开工，已逾期3个月，")
    assert lines[2].startswith("问石磨镇：比时序少完成2500万元，余下7个月平均每月要完成857万元，")


def test_what_stands_still_for_months_is_asked_of_the_town() -> None:
    text = asked(said(spring()), "城关街道乙项目")
    assert "连续2个月没有完成投资；形象进度连续3个月没有变化。" in text
    assert "问城关街道：连续2个月没有完成投资，是停了工、断了资金，还是完成了没有报？哪天恢复正常？" in text
    assert "形象进度连续3个月写的都是“联系李四***”" in text and "13900139000" not in text


def test_an_overdue_item_and_a_doubt_are_asked_about() -> None:
    doubt = LAW.finding("stalled", subject="乙项目", ytd="900万元", sender="城关街道", project="乙项目")
    plain = ROWS.replace("联系李四13900139000", "")
    of = followed(ITEM)
    text = asked(said(a_year({"2026-05": plain}, "", of), of=of, findings=[doubt]), "城关街道乙项目")
    assert "督办事项督2026-007逾期19天没有办结" in text and "核查认为填报数据存疑：乙项目在建" in text


def test_a_leader_who_is_known_is_asked_by_name() -> None:
    month = a_month(problems="")
    led = tuple({**row, "leader": "市委副书记某某"} for row in month.projects)
    rows = pace(ground(replace(month, projects=led), "meeting", followed=NOBODY))["快慢"]["十慢"]
    assert [one["对象"] for one in rows[0]["提问"]][-1] == "包保领导（市委副书记某某）"


def test_what_a_person_wrote_is_cut_short() -> None:
    row = f"丙项目|石磨镇|土地|{'很长' * 40}|市发改局|未办结"
    long = spring(problems=f"项目名称|镇街|问题类别|具体问题|办理部门|状态\n{row}")
    assert "“" + "很长" * 20 + "…”还没有解决，卡在哪一步？" in said(long)


def test_lights_that_changed_since_last_month_are_told() -> None:
    text = said(a_year({"2026-04": APRIL, "2026-05": ROWS.replace("|6000|在建", "|500|在建")}))
    assert "新亮红灯2个：城关街道甲项目、城关街道乙项目。" in text
    better = said(a_year({"2026-04": LOW, "2026-05": ROWS.replace("|900|在建", "|1900|在建")}))
    assert "由红灯转好1个：城关街道乙项目。" in better


@pytest.mark.parametrize("found", [[], [LAW.finding("image-unchanged", subject="乙项目", project="乙项目")]])
def test_a_hint_that_is_no_clue_is_not_asked_about(found: list[Finding]) -> None:
    assert "数据存疑" not in said(spring(), findings=found)
