"""The ground of a document comes in; what its stanza ``needs`` besides the common context goes out, part by part.

A part is one module that says one thing (督办 …): a function from the Ground to the names that templates may use. It
must be listed here under its Chinese name. Of a family every member has the parts of its own narrowed ground, in
本范围.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.documents.catalogue import CARDS, FILE, PAST, Entry
from pipeline.documents.ground import Ground
from pipeline.model import PipelineError

Part = Callable[[Ground], dict[str, Any]]


def supervision(ground: Ground) -> dict[str, Any]:
    """督办、线索、督查项目、问题镇街。"""
    from pipeline.documents.told.supervised import supervised

    return supervised(ground)


def ranking(ground: Ground) -> dict[str, Any]:
    """名次、类别名次、名次变化、上期名次，用于分别成文的文件；不写的，只有本单位的数字，没有排名。"""
    from pipeline.documents.told.ranks import ranks

    return ranks(ground)


def earlier(ground: Ground) -> dict[str, Any]:
    """往期：本年以前各月，由早到晚，每月有 期间、全市、范围。"""
    from pipeline.documents.told.past import past

    return past(ground)


def attracted(ground: Ground) -> dict[str, Any]:
    """招引：招引项目，其中本期新增、转签约、转落地、退回、退出的，以及按来源区域、招引方式、镇街、产业链的各行。"""
    from pipeline.documents.told.attraction import attraction

    return attraction(ground)


def planned(ground: Ground) -> dict[str, Any]:
    """策划：策划储备项目，其中已批复、待批复、未申报的，以及按资金渠道、镇街、产业链的各行。"""
    from pipeline.documents.told.planning import planning

    return planning(ground)


def rolled(ground: Ground) -> dict[str, Any]:
    """流转：储备、开工、建设、投产四批之间的变动，每种变动有上期、本期和项目，以及按镇街、产业链的各行。"""
    from pipeline.documents.told.rolling import rolling

    return rolling(ground)


def duties(ground: Ground) -> dict[str, Any]:
    """任务、责任、手续项目，及带有责任单位、责任人的 问题。"""
    from pipeline.documents.told.duties import duties

    return duties(ground)


def chain(ground: Ground) -> dict[str, Any]:
    """链长、参排产业链、招引项目、储备项目和提请链长推动的事项，用于按产业链分别成文的文件。"""
    from pipeline.documents.told.chains import chain

    return chain(ground)


def elements(ground: Ground) -> dict[str, Any]:
    """环节、手续部门、卡点项目、问题类别、办理部门、未办结问题、本月销号问题。"""
    from pipeline.documents.told.elements import analysis

    return analysis(ground)


def agenda(ground: Ground) -> dict[str, Any]:
    """议题、参会单位、议题条件。"""
    from pipeline.documents.told.elements import agenda

    return agenda(ground)


def submission(ground: Ground) -> dict[str, Any]:
    """提请、提请条件、协调层级。"""
    from pipeline.documents.told.elements import submission

    return submission(ground)


def slow_and_fast(ground: Ground) -> dict[str, Any]:
    """快慢：十快十慢，原因，对慢的项目问谁什么。"""
    from pipeline.documents.told.pace import pace

    return pace(ground)


def since_last_month(ground: Ground) -> dict[str, Any]:
    """调度会：与上月相比哪些项目动了，各部门手上还有什么。"""
    from pipeline.documents.told.meeting import meeting

    return meeting(ground)


def red_and_yellow(ground: Ground) -> dict[str, Any]:
    """红黄牌：红牌、黄牌、摘牌，各有理由。"""
    from pipeline.documents.told.cards import cards

    return cards(ground)


def data_quality(ground: Ground) -> dict[str, Any]:
    """数据质量：谁迟报、退回几次、数据哪里矛盾，更正和放行了什么。"""
    from pipeline.documents.told.quality import quality

    return quality(ground)


def on_one_page(ground: Ground) -> dict[str, Any]:
    """汇报：一页汇报卡上的项目、问题、督办事项和节点，放不下的只说个数。"""
    from pipeline.documents.told.briefing import briefing

    return briefing(ground)


def assessment(ground: Ground) -> dict[str, Any]:
    """考核结果：各类别的单位和得分明细、指标，加减分，缺数指标，未参评镇街，权重变动的影响。"""
    from pipeline.documents.told.assessment import assessment

    return assessment(ground)


def routes(ground: Ground) -> dict[str, Any]:
    """节点进度：镇街、部门、产业链的节点，风险时段，投资落后于节点计划的项目。"""
    from pipeline.documents.told.routes import routes

    return routes(ground)


def roadmap(ground: Ground) -> dict[str, Any]:
    """路线图：各月、各周的列，节点（在列中的记号），近期的节点。"""
    from pipeline.documents.told.roadmap import roadmap

    return roadmap(ground)


def page(ground: Ground) -> dict[str, Any]:
    """页：一个项目的一页纸，放不下的只说个数。"""
    from pipeline.documents.told.project_page import project_page

    return project_page(ground)


PARTS: Mapping[str, Part] = {
    "督办": supervision,
    "名次": ranking,
    PAST: earlier,
    "招引": attracted,
    "策划": planned,
    "流转": rolled,
    "产业链": chain,
    "要素保障": elements,
    "议题": agenda,
    "提请": submission,
    "快慢": slow_and_fast,
    "调度会": since_last_month,
    CARDS: red_and_yellow,
    "汇报卡": on_one_page,
    "节点进度": routes,
    "路线图": roadmap,
    "一页纸": page,
    "数据质量": data_quality,
    "考核": assessment,
    "清单": duties,
}


def known(entry: Entry) -> Entry:
    """The same; PipelineError names the file and the key where its stanza needs a part that there is not."""
    for name in entry.needs:
        if name not in PARTS:
            listed = entry.template.parent / FILE
            raise PipelineError(f"{listed}：{entry.key}.needs 中没有“{name}”这一部分，可用的有 {'、'.join(PARTS)}。")
    return entry


def parts(ground: Ground) -> dict[str, Any]:
    """All that the stanza asks for."""
    return {name: value for part in ground.entry.needs for name, value in PARTS[part](ground).items()}
