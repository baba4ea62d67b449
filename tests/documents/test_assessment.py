"""考核通报 and 考核敏感性分析: who stands where and why, who is named and who is not, what hangs on a weight."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.measure.assessment import assessed, judgeable
from pipeline.measure.supervision import supervised
from pipeline.model import Block, Followed, Measured, PipelineError
from pipeline.rules import Office
from pipeline.rules.assessing import shipped
from tests.documents.dump import dumped
from tests.documents.making import make
from tests.documents.month import ISSUER, LAW, TEMPLATES
from tests.tables import MAY, OFFICE, PROBLEMS, measured, sheet, tables

GOLDEN = Path(__file__).parent.parent / "golden"
HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 项目阶段 | 计划开工时间"
ROWS = """
甲 | 城关 | 100 | 50 | 投产 | 2026-01-05
乙 | 东岭 | 100 | 20 | 在建 | 2026-01-05
丙 | 东岭 | 100 | 30 | 前期 | 2026-02-05
丁 | 石磨 | 100 | 42 | 在建 | 2026-01-05
戊 | 柳渡 | 100 | 40 | 在建 | 2026-01-05
"""
SOLVING = """项目名称 | 镇街 | 问题类别 | 具体问题 | 办理部门 | 提出日期 | 完成时限 | 状态
甲 | 城关 | 土地 | 一 | 市甲局 | 2026-05-01 | 2026-06-30 | 已办结
乙 | 东岭 | 资金 | 二 | 市乙局 | 2026-04-01 | 2026-05-25 | 未办结
丁 | 石磨 | 资金 | 三 | 市甲局、市乙局 | 2026-05-01 | 2026-06-30 | 未办结
"""
MANY = "单位 | 分值 | 原因 | 依据" + "".join(
    f"\n东岭街道 | 0.1 | {'承办现场会' * (at % 20 + 1)} | 通知" for at in range(200)
)
GIVEN = """单位 | 分值 | 原因 | 依据
石磨镇 | 1 | 承办全市现场会 | 市政府办通知
市乙局 | -0.5 | 资料迟报（联系13800138000） | 调度会记录
"""


def office() -> Office:
    """Three units of one category and one of another."""
    towns = tuple(replace(town, category="镇" if town.name == "柳渡镇" else "街道") for town in OFFICE.towns)
    return replace(OFFICE, towns=towns, issuer=ISSUER)


def judged(rows: str = ROWS, problems: str = SOLVING, given: str = GIVEN) -> Measured:
    blocks: list[Block] = [sheet(HEAD + rows, sender="市发改局", file="项目.xlsx")] if rows else []
    blocks += [sheet(problems, form=PROBLEMS, sender="市发改局", file="问题.xlsx")] if problems else []
    points = (
        tables(sheet(given, form="考核加减分表", sender=None, file="分.xlsx")).forms["考核加减分表"] if given else ()
    )
    month = supervised(measured(*blocks, office=office()), Followed(MAY, ()))
    return assessed(month, shipped(MAY, judgeable(LAW)), office(), LAW, points)


def file(month: Measured, key: str = "assessment", **issuer: str) -> bytes:
    own = replace(office(), issuer={**ISSUER, **issuer})
    return next(iter(make(key, month, {}, own, LAW, TEMPLATES, followed=Followed(MAY, ())).values()))


def made(month: Measured, key: str = "assessment", **issuer: str) -> str:
    return dumped(file(month, key, **issuer))


@pytest.mark.parametrize(("key", "name"), [("assessment", "考核通报"), ("sensitivity", "考核敏感性分析")])
def test_the_document_says_what_its_golden_text_says(key: str, name: str) -> None:
    told = made(judged(), key)
    golden = GOLDEN / f"{name}.txt"
    assert told == golden.read_text(encoding="utf-8"), f"看过差异、确认无误后，把新的文字写入 {golden.name}"


def test_the_last_is_named_only_where_it_did_not_meet_the_schedule() -> None:
    behind, met = made(judged()), made(judged(ROWS.replace("20 | 在建", "95 | 在建").replace("42 | 在建", "41 | 前期")))
    assert "得分居末位且未达到时序进度的是东岭街道" in behind
    assert "得分居末位且未达到时序进度的是石磨镇" in met
    ahead = ROWS.replace("20 | 在建", "95 | 在建").replace("42 | 在建", "42 | 前期")
    assert "石磨镇" in made(judged(ahead)) and "末位" not in made(judged(ahead))


def test_a_month_without_anything_says_so_and_is_whole() -> None:
    for carrier in ("公文", "简报"):
        told = made(judged("", "", ""), carrier=carrier)
        assert "本期没有参加考核的单位。" in told and "本期没有参加考核的镇街。" in told
        assert "本期没有承办要素保障问题的部门。" in told and "本期没有加减分事项。" in told
        assert "城关街道、东岭街道、石磨镇、柳渡镇没有纳入调度的重点项目，不参加本期考核。" in told
    assert "本期没有参加考核的单位。" in made(judged("", "", ""), "sensitivity")


def test_nothing_private_is_printed_with_a_reason() -> None:
    told = made(judged())
    assert "13800138000" not in told and "资料迟报" in told


def test_what_cannot_be_told_without_scores_is_told() -> None:
    month = supervised(measured(sheet(HEAD + ROWS)), Followed(MAY, ()))
    with pytest.raises(PipelineError, match="《考核通报》要在考核计分之后才能成文"):
        made(month)
