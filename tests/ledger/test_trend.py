"""Figures of 全市 and of each 镇街, kept with the snapshot that they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pipeline.ledger import Ledger
from pipeline.model import Figure, Period, Tables
from tests.tables import MAY

APRIL, JANUARY = Period.parse("2026-04"), Period.parse("2027-01")
Value = int | Fraction | None


def figures(**values: Value) -> list[Figure]:
    scopes: Mapping[str, Value] = {("全市" if name == "全市" else f"镇街:{name}"): one for name, one in values.items()}
    rates = [Figure(scope, "完成率", value, "%", "") for scope, value in scopes.items()]
    return [*rates, Figure("产业链:新材料", "完成率", 9, "%", ""), Figure("全市", "红灯数", 3, "个", "")]


def write(ledger: Ledger, period: Period, **values: Value) -> None:
    with ledger.writing() as book:
        book.write_snapshot(period, "a", Tables({}), figures(**values))


def test_a_trend_goes_by_period_over_the_years_end_with_exact_values(ledger: Ledger) -> None:
    write(ledger, JANUARY, 全市=None)
    write(ledger, MAY, 全市=Fraction(1, 3), 城关街道=-5)
    write(ledger, APRIL, 全市=50)
    found = ledger.trend("完成率", ["全市", "产业链:新材料"])
    assert list(found.items()) == [
        ("2026-04", {"全市": 50}), ("2026-05", {"全市": Fraction(1, 3)}), ("2027-01", {"全市": None}),
    ]  # fmt: skip
    assert ledger.trend("完成率", ["镇街:城关街道"]) == {"2026-05": {"镇街:城关街道": -5}}
    assert ledger.trend("没有", ["全市"]) == {} == ledger.trend("完成率", [])


def test_a_town_that_took_over_another_is_followed_under_both_names(ledger: Ledger) -> None:
    write(ledger, APRIL, 旧镇=1, 城关街道=2)
    write(ledger, MAY, 城关街道=4)
    assert ledger.trend("完成率", ["镇街:城关街道", "镇街:旧镇"]) == {
        "2026-04": {"镇街:旧镇": 1, "镇街:城关街道": 2},
        "2026-05": {"镇街:城关街道": 4},
    }


def test_figures_go_with_their_snapshot_and_an_issued_one_stands_until_it_is_released(ledger: Ledger) -> None:
    for value, issued, expected in ((1, True, 1), (2, False, 1), (3, True, 3)):
        write(ledger, MAY, 全市=value)
        assert ledger.trend("完成率", ["全市"]) == {"2026-05": {"全市": expected}}
        with ledger.writing() as book:
            book.mark_issued("2026-05", issued)
    assert ledger.trend("完成率", ["镇街:城关街道"]) == {}
