"""The office's memory of periods and runs, on SQLite and on PostgreSQL."""

from __future__ import annotations

import zlib
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa

from pipeline.ledger import Ledger, Run, Use
from pipeline.ledger.connecting import address
from pipeline.ledger.kept import written
from pipeline.ledger.schema import runs, snapshot_rows, snapshots
from pipeline.model import Intervention, Period, PipelineError, Registered, Remedy, Return, Standing, Tables, table
from tests.tables import LAW, LEADS, MAY, PROBLEMS, REGISTER, sheet, tables

FULL = tables(
    sheet(
        "项目代码 | 项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | "
        "开工时间 | 计划竣工时间 | 填报完成率 | 是否开工 | 土地 | 拟观摩 | 备注\n"
        "2601-1 | 甲“一”\\ | 城关 | 9999999 | 0.0001 | 2026年3月 | 2026-12-31 | 12.345% | 是 | √ | 是 | 换\t行\n"
        " | 乙 | 石磨 | 0 | 0 |  |  |  |  |  |  | "
    ),
    sheet(
        "项目名称 | 镇街 | 年度计划投资 | 计划开工时间\n甲“一”\\ | 城关 | 5 | 2026年4月",
        form=REGISTER,
        file="清单.xlsx",
    ),
    sheet(
        "项目名称 | 问题类别 | 具体问题 | 状态 | 完成时限\n甲 | 资金 | 缺钱 | 已办结 | 2026-05-01",
        form=PROBLEMS,
        file="问",
    ),
    sheet("项目名称 | 招引方式 | 阶段 | 走出去次数\n丙 | 其他 | 在谈 | 3", form=LEADS, file="招"),
)
ONE = tables(sheet("项目名称 | 镇街 | 年度计划投资 | 本年完成投资\n丁 | 城关 | 1 | 1"))


def a_run(number: int, period: str = "2026-05") -> Run:
    return Run(period, "bulletin", "made", f"run-{number}", {"甲.xlsx": "0" * 64}, number)


def rows_of(url: str, query: sa.Select[Any]) -> list[object]:
    engine = sa.create_engine(address(url))
    with engine.connect() as connection:
        found = list(connection.scalars(query))
    engine.dispose()
    return found


def test_a_snapshot_comes_back_equal_in_every_field_of_every_form(ledger: Ledger) -> None:
    ledger.write_snapshot(MAY, "a" * 64, FULL)
    assert ledger.tables("2026-05", LAW.types).forms == FULL.forms


def test_a_snapshot_is_there_for_the_next_process(ledger: Ledger, url: str) -> None:
    ledger.write_snapshot(MAY, "a" * 64, FULL)
    ledger.close()
    again = Ledger(url)
    assert again.tables("2026-05", LAW.types).projects == FULL.projects
    assert [(one.period, one.inputs_sha256, one.issued) for one in again.snapshots().values()] == [
        ("2026-05", "a" * 64, False)
    ]
    again.close()


def test_a_snapshot_is_replaced_whole(ledger: Ledger, url: str) -> None:
    ledger.write_snapshot(MAY, "a" * 64, FULL)
    ledger.write_snapshot(MAY, "b" * 64, ONE)
    ledger.write_snapshot(Period.parse("2026-04"), "c" * 64, FULL)
    assert ledger.tables("2026-05", LAW.types).forms == ONE.forms
    assert ledger.snapshots()["2026-05"].inputs_sha256 == "b" * 64
    assert len(rows_of(url, sa.select(snapshot_rows.c.data).where(snapshot_rows.c.period == "2026-05"))) == 1


def test_a_write_that_fails_leaves_the_old_snapshot(ledger: Ledger) -> None:
    ledger.write_snapshot(MAY, "a" * 64, FULL)
    broken = Tables({form: table(rows, LAW.types[form]) for form, rows in ONE.forms.items()})
    broken.projects[0]["town"] = object()  # type: ignore[index]
    with pytest.raises(PipelineError, match="无法写入台账库"):
        ledger.write_snapshot(MAY, "b" * 64, broken)
    assert ledger.tables("2026-05", LAW.types).forms == FULL.forms
    assert ledger.snapshots()["2026-05"].inputs_sha256 == "a" * 64


def test_an_issued_snapshot_stands(ledger: Ledger, url: str) -> None:
    ledger.write_snapshot(MAY, "a" * 64, FULL)
    engine = sa.create_engine(address(url))
    with engine.begin() as connection:
        connection.execute(sa.update(snapshots).values(issued=True))
    engine.dispose()
    ledger.write_snapshot(MAY, "b" * 64, ONE)
    assert ledger.tables("2026-05", LAW.types).forms == FULL.forms and ledger.snapshots()["2026-05"].issued


def test_an_unknown_period_has_no_rows(ledger: Ledger) -> None:
    assert ledger.tables("2020-01", LAW.types).projects == () and ledger.snapshots() == {}


def test_the_last_two_runs_of_a_period_keep_their_cells_and_all_keep_their_line(ledger: Ledger, url: str) -> None:
    for number in (0, 1, 2, 3, 3):
        ledger.log(a_run(number), FULL)
    ledger.log(a_run(9, "2026-04"), ONE)
    assert [run.findings for run in ledger.runs("2026-05")] == [0, 1, 2, 3, 3]
    assert ledger.runs("2026-04") == [replace(a_run(9, "2026-04"), number=6)]
    kept = rows_of(url, sa.select(runs.c.number).where(runs.c.cells.is_not(None)).order_by(runs.c.number))
    assert kept == [3, 5, 6]


def test_the_run_on_which_an_issued_document_stands_keeps_its_cells_until_it_is_void(ledger: Ledger) -> None:
    for number in range(5):
        ledger.log(a_run(number), FULL)
        if number == 1:
            with ledger.writing() as book:
                issued = Registered("示推办", 2026, 1, "1号", Standing.ISSUED, "通报", period="2026-05", run="run-1")
                book.enter(issued)
    assert [kept.run.run for kept in ledger.kept("2026-05", LAW.types)] == ["run-1", "run-3", "run-4"]
    with ledger.writing() as book:
        book.withdraw("示推办", 2026, 1, "", None)
        book.log(a_run(5), FULL)
    assert [kept.run.run for kept in ledger.kept("2026-05", LAW.types)] == ["run-4", "run-5"]


def test_a_token_is_known_once_its_transaction_is_committed(ledger: Ledger) -> None:
    with pytest.raises(ValueError), ledger.writing() as book:
        book.commit_token("乙")
        raise ValueError
    with ledger.writing() as book:
        book.log(a_run(1), ONE, token="甲")
    assert [ledger.committed(token) for token in ("甲", "乙", "")] == [True, False, False]


def sent_back(sha256: str, period: str = "2026-05", *faults: str) -> Return:
    return Return(period, "城关街道", "城关.xlsx", sha256 * 64, faults or ("甲｜乙｜丙",))


def test_what_went_back_is_kept_once_a_period_in_the_order_of_its_runs(ledger: Ledger, url: str) -> None:
    ledger.log(a_run(1), ONE, [sent_back("b"), sent_back("a")])
    ledger.log(a_run(2), ONE, [sent_back("a", "2026-05", "另有｜一处｜错")])
    ledger.log(a_run(3, "2026-04"), ONE, [sent_back("a", "2026-04")])
    ledger.close()
    assert Ledger(url).returns() == [sent_back("b"), sent_back("a"), sent_back("a", "2026-04")]


def test_a_log_that_fails_keeps_neither_run_nor_returns(ledger: Ledger) -> None:
    with pytest.raises(PipelineError, match="无法写入台账库"):
        ledger.log(a_run(1), ONE, [sent_back("a"), Return("2026-05", None, "甲", "b", ())])  # type: ignore[arg-type]
    assert (ledger.runs("2026-05"), ledger.returns()) == ([], [])


def test_a_kept_run_comes_back_with_every_value_and_the_place_of_every_cell(ledger: Ledger) -> None:
    unread = table([{"name": "戊", "town": "城关街道", "row": 7}], LAW.types["项目进度表"])
    ledger.log(a_run(1), replace(FULL, unread=unread))
    (kept,) = ledger.kept("2026-05", LAW.types)
    assert kept.run == replace(a_run(1), number=1)
    assert kept.tables.forms == FULL.forms and kept.tables.unread == unread
    assert kept.tables.cell(kept.tables.projects[0], "plan") == "D2"


def test_rates_of_any_denominator_are_kept_exactly(ledger: Ledger) -> None:
    rates = [Fraction(1, 3), Fraction(2469, 200), Fraction(0), Fraction(10**40, 7)]
    rows = table([{"name": "甲", "rate": rate} for rate in rates], LAW.types["项目进度表"])
    ledger.log(a_run(1), Tables({**ONE.forms, "项目进度表": rows}))
    assert [row["rate"] for row in ledger.kept("2026-05", LAW.types)[0].tables.projects] == rates


def test_a_log_of_older_days_is_read_and_its_cells_have_no_letters(ledger: Ledger, url: str) -> None:
    ledger.log(a_run(1), ONE)
    engine = sa.create_engine(address(url))
    with engine.begin() as connection:
        old = zlib.compress(written({form: rows for form, rows in FULL.forms.items() if rows}).encode(), 1)
        connection.execute(sa.update(runs).values(cells=old))
    engine.dispose()
    tables = ledger.kept("2026-05", LAW.types)[0].tables
    assert (tables.forms, tables.unread, tables.columns) == (FULL.forms, (), ())


def a_use(**changes: str) -> Intervention:
    place = ("更正.xlsx", "Sheet1", "D3", "甲", "本年完成投资", "3000", "3500")
    use = Intervention(Remedy.CORRECTION, *place, "误填", "电话", "张三", "城关街道", "注", "城关.xlsx｜Sheet1｜F3")
    return replace(use, **changes)  # type: ignore[arg-type]


def test_each_use_of_a_correction_is_in_the_audit_with_the_number_of_its_run(ledger: Ledger) -> None:
    silent = a_use(sheet=None, sender=None)  # type: ignore[arg-type]
    ledger.log(a_run(1), ONE)
    ledger.log(a_run(2), replace(ONE, interventions=(a_use(), silent)))
    ledger.log(a_run(3, "2026-04"), replace(ONE, interventions=(a_use(),)))
    assert ledger.uses("2026-05") == [Use(2, "2026-05", a_use()), Use(2, "2026-05", silent)]
    assert [one.number for one in ledger.uses("2026-04")] == [3] and ledger.uses("2026-03") == []


def test_the_audit_outlives_the_cells_of_its_run_and_hides_telephone_numbers(ledger: Ledger) -> None:
    told = "王五 13800001234 来电"
    ledger.log(a_run(1), replace(ONE, interventions=(a_use(basis=told),)))
    for number in range(2, 5):
        ledger.log(a_run(number), ONE)
    assert [one.intervention.basis for one in ledger.uses("2026-05")] == ["王五 *** 来电"]
