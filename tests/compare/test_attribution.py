"""Which figures moved, and what each change did to each of them: exact, provable, whatever the order of files."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.compare import compare
from pipeline.compare.attribution import applied, effects
from pipeline.compare.edits import Differ
from pipeline.measure import measure
from pipeline.model import Comparison, Measured, Move, Share, Side, Tables, table
from tests.tables import LAW, LEADS, MAY, OFFICE, PROBLEMS, PROJECTS, RESERVES, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 项目阶段 | 计划开工时间 | 土地 | 产业链"
OLD = "甲|城关|1000|300|在建|2026-01|√|高端装备\n乙|石磨|500|400|前期|2026-03||新材料"
SIDE = Side(1, "check", "checked", "a", 0, {})
Number = int | Fraction | None


def measured(found: Tables) -> Measured:
    return measure(found, MAY, LAW, OFFICE, history={})


def city(text: str) -> Tables:
    return tables(sheet(f"{HEAD}\n{text}"))


def compared(old: Tables, new: Tables) -> Comparison:
    return compare(MAY, (SIDE, old), (replace(SIDE, number=2), new), LAW, measured, reasons={})


def move(found: Comparison, name: str, scope: str = "全市") -> Move:
    (one,) = (move for move in found.moves if (move.scope, move.name) == (scope, name))
    return one


def shares(found: Comparison, name: str, scope: str = "全市") -> list[Share]:
    return [share for share in found.shares if found.moves[share.move] == move(found, name, scope)]


def test_one_change_has_the_whole_move() -> None:
    found = compared(city(OLD), city(OLD.replace("|300|", "|450|")))
    assert move(found, "年度投资完成率") == Move("全市", "年度投资完成率", "%", Fraction(140, 3), Fraction(170, 3))
    assert [(share.cause, share.amount) for share in shares(found, "年度投资完成率")] == [(0, Fraction(10))]
    assert [(share.cause, share.amount) for share in shares(found, "本年完成投资")] == [(0, 1500000)]


def test_a_change_of_a_ratio_in_both_parts_leaves_a_rest_that_is_told_as_such() -> None:
    found = compared(city(OLD), city(OLD.replace("|1000|300|", "|2000|600|")))
    alone = [share.amount for share in shares(found, "年度投资完成率", "镇街:城关街道")]
    assert alone == [Fraction(-15), Fraction(30), Fraction(-15)]
    assert shares(found, "年度投资完成率", "镇街:城关街道")[-1].cause is None
    assert move(found, "年度投资完成率", "镇街:城关街道").change == 0


def test_ranks_that_only_two_changes_together_turn_are_the_doing_of_neither() -> None:
    old = city("甲|城关|100|60|在建|||\n乙|石磨|100|40|在建|||")
    found = compared(old, city("甲|城关|100|51|在建|||\n乙|石磨|100|55|在建|||"))
    assert [(share.cause, share.amount) for share in shares(found, "名次", "镇街:城关街道")] == [(None, 1)]


def test_a_row_that_comes_brings_its_scope_with_counts_from_nothing() -> None:
    found = compared(city(OLD), city(f"{OLD}\n丙|柳渡|200|50|在建|||"))
    assert move(found, "项目总数", "镇街:柳渡镇").change == 1
    assert move(found, "年度投资完成率", "镇街:柳渡镇").change is None
    assert [share.reached for share in shares(found, "年度投资完成率", "镇街:柳渡镇")] == [25]
    assert not [move for move in found.moves if move.name == "时序进度"]


def test_a_row_that_goes_takes_its_part_with_it() -> None:
    found = compared(city(OLD), city(OLD.partition("\n")[0]))
    assert [share.amount for share in shares(found, "项目总数")] == [-1]
    assert move(found, "本年完成投资", "镇街:石磨镇") == Move("镇街:石磨镇", "本年完成投资", "元", 4000000, 0)


def test_causes_that_cancel_out_are_told_though_nothing_moved_in_all() -> None:
    found = compared(city(OLD), city(OLD.replace("|300|", "|400|").replace("|400|前期", "|300|前期")))
    assert move(found, "本年完成投资").change == 0
    assert sorted(share.amount or 0 for share in shares(found, "本年完成投资")) == [-1000000, 1000000]


def test_nothing_changed_moves_nothing() -> None:
    found = compared(city(OLD), city(OLD))
    assert (found.changes, found.moves, found.shares, found.causes) == ((), (), (), ())


def test_with_many_changes_those_of_one_row_are_one_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.compare.attribution.EACH_CELL", 2)
    new = OLD.replace("|1000|300|在建|", "|2000|600|竣工|").replace("|400|", "|410|")
    found = compared(city(OLD), city(new))
    assert [len(cause) for cause in found.causes] == [3, 1]
    assert sum(share.amount or 0 for share in shares(found, "本年完成投资")) == 3100000


PLAIN = ("本年完成投资", "年度计划投资", "总投资", "项目总数", "已开工数", "卡点:土地", "红灯数")
LINE = st.tuples(
    st.sampled_from("甲乙丙丁"), st.sampled_from(("城关", "石磨", "柳渡")),
    st.integers(0, 5), st.integers(0, 5), st.sampled_from(("在建", "前期", "竣工")),
    st.sampled_from(("2026-01", "2026-09", "")), st.sampled_from(("√", "")),
    st.sampled_from(("高端装备", "新材料", "")),
)  # fmt: skip
CITY = st.lists(LINE, min_size=1, max_size=4, unique_by=lambda line: line[:2])


def as_tables(lines: list[tuple[Any, ...]]) -> Tables:
    return city("\n".join("|".join(map(str, line)) for line in lines))


@settings(max_examples=60)
@given(CITY, CITY)
def test_the_shares_of_every_figure_add_up_to_its_move_exactly(old: Any, new: Any) -> None:
    found = compared(as_tables(old), as_tables(new))
    for at, one in enumerate(found.moves):
        own = [share for share in found.shares if share.move == at]
        if one.change is not None:
            assert sum((share.amount or 0 for share in own), Fraction(0)) == one.change
            assert own


@settings(max_examples=40)
@given(CITY, CITY)
def test_all_edits_together_make_the_new_figures_of_the_old_rows(old: Any, new: Any) -> None:
    before, after = as_tables(old), as_tables(new)
    reached = measured(applied(before, Differ(before, after, LAW).edits()))
    assert {(f.scope, f.name): f.value for f in reached.figures} == {
        (f.scope, f.name): f.value for f in measured(after).figures
    }


@settings(max_examples=40)
@given(CITY, CITY, st.randoms())
def test_no_share_depends_on_the_order_of_the_changes(old: Any, new: Any, chance: Any) -> None:
    before, after = as_tables(old), as_tables(new)
    edits = Differ(before, after, LAW).edits()
    mixed = chance.sample(edits, len(edits))

    def told(order: list[Any]) -> set[tuple[Any, ...]]:
        found = effects(before, after, order, measured, lambda _: None)
        who = {number: order[cause[0]].change for number, cause in enumerate(found.causes)}
        return {(found.moves[share.move], who.get(share.cause or 0) if share.cause is not None else None, share.amount)
                for share in found.shares}  # fmt: skip

    assert told(edits) == told(mixed)


@settings(max_examples=40)
@given(CITY, st.data())
def test_sums_and_counts_of_rows_that_stand_for_themselves_leave_no_rest(old: Any, data: Any) -> None:
    new = [(*line[:2], data.draw(st.integers(0, 5)), data.draw(st.integers(0, 5)), *line[4:]) for line in old]
    found = compared(as_tables(old), as_tables(new))
    assert not [share for share in found.shares if share.cause is None and found.moves[share.move].name in PLAIN[:5]]


VALUES: dict[str, Any] = {
    "text": "别的", "money": 70000, "date": MAY.as_of, "bool": True, "percent": Fraction(7), "count": 7,
    "value": "别的", "status": "办理中", "private": "别的",
}  # fmt: skip


@pytest.mark.parametrize("form", [PROJECTS, PROBLEMS, LEADS, RESERVES])
def test_no_figure_rests_on_a_field_that_is_not_measured(form: str) -> None:
    """Only fields that are used, and those that say which project a row is, are measured: no other moves a figure."""
    row = {
        "name": "甲",
        "town": "城关街道",
        "plan": 1,
        "ytd_done": 1,
        "status": "未办结",
        "detail": "话",
        "stage": "在谈",
    }
    whole = {name: table((), types) for name, types in LAW.types.items()}
    old = Tables({**whole, form: table([{**row, "stage": "在建"} if form == PROJECTS else row], LAW.types[form])})
    fields = LAW.forms[form].fields.values()
    for what in (one for one in fields if not (one.used or one.counts or one.key in LAW.forms[form].identity)):
        (changed,) = ({**one, what.key: VALUES.get(what.type, "别的")} for one in old.forms[form])
        new = Tables({**old.forms, form: (changed,)})
        assert [f.value for f in measured(new).figures] == [f.value for f in measured(old).figures], what.key
        edits = Differ(old, new, LAW).edits()
        assert [edit.counts for edit in edits] == ([False] if what.type != "private" else [])
