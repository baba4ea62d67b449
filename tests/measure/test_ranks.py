from __future__ import annotations

from pipeline.model import Measured
from tests.tables import figure, measured, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资"


def text(**done: str) -> str:
    rows = [f"{town} | {town} | {plan} | {ytd}" for town, cell in done.items() for plan, ytd in [cell.split("/")]]
    return "\n".join([HEAD, *rows])


def ranks(found: Measured, name: str) -> dict[str, object]:
    return {scope.partition(":")[2]: figure(found, name, scope) for scope in found.scopes("镇街:")}


def test_equal_rates_share_a_rank_and_the_next_is_skipped() -> None:
    found = measured(sheet(text(城关街道="300/100", 东岭街道="600/200", 石磨镇="100/90", 柳渡镇="100/1")))
    assert ranks(found, "名次") == {"城关街道": 2, "东岭街道": 2, "石磨镇": 1, "柳渡镇": 4}


def test_towns_are_ranked_within_their_category_as_well() -> None:
    found = measured(sheet(text(城关街道="100/10", 东岭街道="100/20", 石磨镇="100/90", 柳渡镇="100/30")))
    assert ranks(found, "类别名次") == {"城关街道": 2, "东岭街道": 1, "石磨镇": 1, "柳渡镇": 2}


def test_the_exact_rate_decides_and_not_the_printed_one() -> None:
    found = measured(sheet(text(城关街道="1000000/333333", 东岭街道="3/1")))
    assert ranks(found, "名次") == {"城关街道": 2, "东岭街道": 1}


def test_a_town_without_a_plan_has_no_rank_and_takes_none() -> None:
    found = measured(sheet(text(城关街道="0/9", 东岭街道="100/20")))
    assert ranks(found, "名次") == {"城关街道": None, "东岭街道": 1}
    assert ranks(found, "类别名次") == {"城关街道": None, "东岭街道": 1}


def test_a_rise_is_positive_and_a_newcomer_has_no_change() -> None:
    history = {"2026-04": tables(sheet(text(城关街道="100/30", 东岭街道="100/20")))}
    found = measured(sheet(text(城关街道="100/30", 东岭街道="100/40", 石磨镇="100/10")), history=history)
    assert ranks(found, "上期名次") == {"城关街道": 1, "东岭街道": 2, "石磨镇": None}
    assert ranks(found, "名次变化") == {"城关街道": -1, "东岭街道": 1, "石磨镇": None}


def test_ranks_are_only_of_towns() -> None:
    assert ("全市", "名次") not in measured(sheet(text(城关街道="100/30"))).index
