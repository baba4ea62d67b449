"""The figures of what is to become projects: 招引, 策划储备 and the rolling pipeline, 储备一批 to 投产一批."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.measure.metric import CITY, Metric
from pipeline.model import Count, Ratio, Ref, Sum
from pipeline.model.terms import BATCHES, FLOW, LEADS, RESERVES

OF_LEADS = ("全市", "镇街", "产业链", "来源区域", "招引方式")
BY_SOURCE = ("全市", "来源区域", "招引方式")
OF_RESERVES = ("全市", "镇街", "产业链", "资金渠道")
OF_FLOW = ("全市", "镇街", "产业链")
BY_TOWN, BY_CHAIN = ("全市", "镇街"), ("全市", "产业链")
STAGES = ("在谈", "签约", "落地")

LEAD_METRICS = (
    Metric("招引总数", "个", "招引项目表所列项目个数。", Count("counted", LEADS), OF_LEADS),
    *(
        Metric(f"{stage}数", "个", f"招引项目表中现处{stage}阶段的项目个数。", Count(f"stage.{stage}", LEADS), OF_LEADS)
        for stage in STAGES
    ),
    Metric(
        "签约率",
        "%",
        "现处签约、落地阶段的招引项目个数÷招引总数。",
        Ratio(Count("is_settled", LEADS), Ref("招引总数")),
        OF_LEADS,
    ),
    Metric(
        "落地率",
        "%",
        "落地数÷现处签约、落地阶段的招引项目个数。",
        Ratio(Ref("落地数"), Count("is_settled", LEADS)),
        OF_LEADS,
    ),
    Metric(
        "招引总投资",
        "元",
        "招引项目表所列项目计划总投资之和；没有填报的不计。",
        Sum("total", "counted", table=LEADS),
        OF_LEADS,
    ),
    *(
        Metric(
            f"{stage}总投资",
            "元",
            f"现处{stage}阶段的招引项目计划总投资之和；没有填报的不计。",
            Sum("total", f"stage.{stage}", table=LEADS),
            BY_SOURCE,
        )
        for stage in STAGES
    ),
    Metric("链主招引数", "个", "填有链主企业的招引项目个数。", Count("has_anchor", LEADS), BY_CHAIN),
    Metric(
        "增资扩产数",
        "个",
        "是否增资扩产为是的招引项目个数。",
        Count("is_expansion", LEADS, asks="expansion"),
        BY_CHAIN,
    ),
    Metric(
        "走出去次数",
        "次",
        "本期招引项目表所填走出去次数之和。",
        Sum("visits_out", "counted", table=LEADS, unit="次"),
        BY_TOWN,
    ),
    Metric(
        "请进来次数",
        "次",
        "本期招引项目表所填请进来次数之和。",
        Sum("visits_in", "counted", table=LEADS, unit="次"),
        BY_TOWN,
    ),
    Metric("新增招引数", "个", "上期没有、本期列入的招引项目个数。", Count("is_new", LEADS), BY_CHAIN, compares=True),
    Metric(
        "转签约数",
        "个",
        "上期在谈、本期签约或落地的招引项目个数。",
        Count("newly_signed", LEADS),
        BY_CHAIN,
        compares=True,
    ),
    Metric(
        "转落地数",
        "个",
        "上期在谈或签约、本期落地的招引项目个数。",
        Count("newly_landed", LEADS),
        BY_CHAIN,
        compares=True,
    ),
    Metric(
        "退出招引数",
        "个",
        "上期列入、本期没有的招引项目个数。",
        Count("lead_gone", FLOW),
        BY_CHAIN,
        compares=True,
    ),
)
RESERVE_METRICS = (
    Metric("储备数", "个", "策划储备项目表所列项目个数。", Count("counted", RESERVES), OF_RESERVES),
    Metric(
        "储备总投资",
        "元",
        "策划储备项目表所列项目估算总投资之和；没有填报的不计。",
        Sum("total", "counted", table=RESERVES),
        OF_RESERVES,
    ),
    Metric(
        "已申报数",
        "个",
        "申报状态为已申报或已批复的储备项目个数。",
        Count("is_applied", RESERVES, asks="application"),
        OF_RESERVES,
    ),
    Metric(
        "已批复数",
        "个",
        "申报状态为已批复的储备项目个数。",
        Count("is_approved", RESERVES, asks="application"),
        OF_RESERVES,
    ),
    Metric(
        "批复额",
        "元",
        "申报状态为已批复的储备项目批复额之和；没有填报的不计。",
        Sum("approved", "is_approved", table=RESERVES),
        OF_RESERVES,
    ),
)
RULES: Mapping[str, str] = {
    "储备一批": "策划储备项目和未开工项目的个数，同一项目计一次；终止的不在四批之内。",
    "开工一批": "已开工且开工不满三个月（含开工当月）、未投产的项目个数；没有开工时间的看计划开工时间。",
    "建设一批": "已开工满三个月、未投产的项目个数，停工和已竣工未投产的在内；没有开工和计划开工时间的也在内。",
    "投产一批": "项目阶段为投产的项目个数。",
}
FLOW_METRICS = (
    *(Metric(name, "个", RULES[name], Count(f"now.{name}", FLOW), OF_FLOW) for name in BATCHES),
    *(
        Metric(
            f"上期{name}",
            "个",
            f"上期数据按本期口径计算的{name}个数。",
            Count(f"before.{name}", FLOW),
            CITY,
            compares=True,
        )
        for name in BATCHES
    ),
    Metric(
        "转开工数",
        "个",
        "上期在储备一批，本期在开工一批、建设一批或投产一批的项目个数。",
        Count("to_start", FLOW),
        BY_CHAIN,
        compares=True,
    ),
    Metric(
        "转建设数",
        "个",
        "上期在开工一批，本期在建设一批的项目个数。",
        Count("to_build", FLOW),
        BY_CHAIN,
        compares=True,
    ),
    Metric(
        "转投产数",
        "个",
        "上期在储备、开工或建设一批，本期在投产一批的项目个数。",
        Count("to_produce", FLOW),
        BY_CHAIN,
        compares=True,
    ),
    Metric("新入库数", "个", "上期不在四批之内，本期在的项目个数。", Count("entered", FLOW), BY_CHAIN, compares=True),
    Metric(
        "退出数",
        "个",
        "上期在四批之内，本期不在的项目个数，终止和不再列入的都在内。",
        Count("left", FLOW),
        BY_CHAIN,
        compares=True,
    ),
)
SUPPLY: Mapping[str, Metric] = {metric.name: metric for metric in (*LEAD_METRICS, *RESERVE_METRICS, *FLOW_METRICS)}
