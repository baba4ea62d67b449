"""督办事项 in the ledger: what is followed again is withdrawn or added, and nothing is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ledger import Ledger
from pipeline.ledger.connecting import address
from pipeline.ledger.schema import audit, events
from pipeline.model import Event, Item, Period, PipelineError, Stage, Step, Tables
from tests.tables import MAY

JUNE = MAY.next


def event(step: Step, period: Period = MAY, day: int = 6, note: str = "") -> Event:
    return Event(step, period.text, period.as_of, date(period.year, period.month, day), note)


def item(number: int, *trail: Event) -> Item:
    told = ("规则", "red-light", "加快进度", "城关街道", "2601-1", "甲项目", "城关街道", "研判", "上级文件")
    return Item(f"督2026-{number:03d}", f"键{number}", f"题{number}", *told, events=trail)


RAISED = event(Step.RAISED)
FULL = replace(
    event(Step.ESCALATED, note="逾期20天"), deadline=date(2026, 6, 30), tier="分管领导", place="反馈表.xlsx｜Sheet1｜D3"
)


def follow(ledger: Ledger, period: Period, items: Sequence[Item]) -> tuple[Item, ...]:
    with ledger.writing() as book:
        book.follow(period, items)
    return ledger.items()


def count(url: str, table: sa.Table) -> int:
    engine = sa.create_engine(address(url))
    with engine.connect() as connection:
        found = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    engine.dispose()
    return found


def test_items_come_back_with_all_their_events_in_the_order_of_their_numbers(ledger: Ledger) -> None:
    items = [item(1000, RAISED), item(2, RAISED, FULL), item(10, RAISED)]
    assert follow(ledger, MAY, items) == (items[1], items[2], items[0])


def test_following_again_on_equal_input_writes_nothing(ledger: Ledger, url: str) -> None:
    follow(ledger, MAY, [item(1, RAISED, FULL), item(2, RAISED)])
    before = (count(url, events), count(url, audit))
    follow(ledger, MAY, [item(1, RAISED, FULL), item(2, RAISED)])
    assert (count(url, events), count(url, audit)) == before


def test_an_event_that_is_no_longer_derived_is_withdrawn_and_kept(ledger: Ledger, url: str) -> None:
    reported = event(Step.REPORTED, day=20)
    follow(ledger, MAY, [item(1, RAISED, reported)])
    changed = replace(reported, note="另有说明")
    assert follow(ledger, MAY, [item(1, RAISED, changed)]) == (item(1, RAISED, changed),)
    assert count(url, events) == 3
    assert follow(ledger, MAY, [item(1, RAISED)])[0].stage is Stage.ASSIGNED


def test_events_stand_in_the_order_in_which_they_were_derived(ledger: Ledger) -> None:
    reported, refuted = event(Step.REPORTED, day=20), event(Step.REFUTED, day=21)
    follow(ledger, MAY, [item(1, RAISED, refuted)])
    assert follow(ledger, MAY, [item(1, RAISED, reported, refuted)])[0].events == (RAISED, reported, refuted)
    assert follow(ledger, MAY, [item(1, RAISED, refuted, reported)])[0].events == (RAISED, refuted, reported)


def test_a_month_that_is_followed_again_leaves_the_others_alone(ledger: Ledger) -> None:
    closed = event(Step.CLOSED, JUNE)
    follow(ledger, MAY, [item(1, RAISED)])
    follow(ledger, JUNE, [item(1, RAISED, closed)])
    extended = event(Step.EXTENDED, day=30)
    assert follow(ledger, MAY, [item(1, RAISED, extended)])[0].events == (RAISED, extended, closed)


def test_an_item_that_is_no_longer_raised_keeps_its_number_and_is_dropped_until_it_comes_back(ledger: Ledger) -> None:
    follow(ledger, MAY, [item(1, RAISED, FULL), item(2, RAISED)])
    for _ in range(2):
        dropped, other = follow(ledger, MAY, [item(2, RAISED)])
        assert (dropped.number, dropped.stage, len(dropped.events)) == ("督2026-001", Stage.DROPPED, 3)
        assert other == item(2, RAISED)
    assert follow(ledger, MAY, [item(1, RAISED, FULL), item(2, RAISED)])[0] == item(1, RAISED, FULL)


def test_an_item_of_an_earlier_month_is_not_dropped_when_a_later_one_is_followed(ledger: Ledger) -> None:
    follow(ledger, MAY, [item(1, RAISED)])
    assert follow(ledger, JUNE, []) == (item(1, RAISED),)


def test_an_item_that_is_told_otherwise_is_corrected(ledger: Ledger) -> None:
    follow(ledger, MAY, [item(1, RAISED)])
    told = replace(item(1, RAISED), matter="加快办理用地手续", unit="市自然资源局")
    assert follow(ledger, MAY, [told]) == (told,)


def test_an_act_of_the_office_is_recorded_once_and_outlives_following(ledger: Ledger) -> None:
    assigned = replace(event(Step.ASSIGNED, day=31), act=True)
    follow(ledger, MAY, [item(1, RAISED)])
    for _ in range(2):
        with ledger.writing() as book:
            book.act("督2026-001", replace(assigned, act=False))
    follow(ledger, MAY, [item(1, RAISED, FULL)])
    assert follow(ledger, JUNE, [item(1, RAISED, FULL, assigned)]) == (item(1, RAISED, FULL, assigned),)
    with pytest.raises(PipelineError, match="没有督办事项“督2026-009”"), ledger.writing() as book:
        book.act("督2026-009", assigned)


def test_an_act_can_be_withdrawn_and_done_again_on_another_day(ledger: Ledger) -> None:
    first, second = event(Step.ASSIGNED, day=30), event(Step.ASSIGNED, day=31)
    follow(ledger, MAY, [item(1, RAISED)])
    with ledger.writing() as book:
        book.act("督2026-001", first)
        book.retract("督2026-001", first)
        book.retract("督2026-001", second)
    assert ledger.items() == (item(1, RAISED),)
    with ledger.writing() as book:
        book.act("督2026-001", second)
    assert ledger.items()[0].day(Step.ASSIGNED) == second.day


def test_two_items_of_one_key_are_refused(ledger: Ledger) -> None:
    with pytest.raises(PipelineError, match="无法写入台账库"):
        follow(ledger, MAY, [item(1, RAISED), replace(item(2, RAISED), key="键1")])
    assert ledger.items() == ()


DERIVED = st.lists(
    st.builds(event, st.sampled_from(list(Step)), day=st.integers(1, 3), note=st.sampled_from("甲乙")), max_size=5
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([MAY, JUNE]), DERIVED), max_size=6))
def test_what_stands_is_what_was_derived_last_for_each_month(
    ledger: Ledger, runs: list[tuple[Period, list[Event]]]
) -> None:
    last: dict[str, list[Event]] = {}
    follow(ledger, MAY, [item(1)])
    follow(ledger, JUNE, [item(1)])
    for period, derived in runs:
        last[period.text] = [replace(one, period=period.text, as_of=period.as_of) for one in derived]
        (found,) = follow(ledger, period, [item(1, *last[period.text])])
        assert list(found.events) == [*last.get(MAY.text, ()), *last.get(JUNE.text, ())]
    assert ledger.audit_faults() == []


def test_a_period_that_has_a_later_one_tells_nothing_of_what_an_item_is_called_now(ledger: Ledger) -> None:
    follow(ledger, MAY, [item(1, RAISED)])
    ledger.write_snapshot(JUNE, "六月", Tables({}))
    renamed = replace(item(1, RAISED), name="新甲项目", unit="柳渡镇")
    assert follow(ledger, JUNE, [renamed]) == (renamed,)
    assert follow(ledger, MAY, [item(1, RAISED)]) == (renamed,)
