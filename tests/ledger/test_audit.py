"""The audit can be added to and not changed, and says where it was changed all the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from pipeline.ledger import Ledger, Run
from pipeline.ledger.chain import extend
from pipeline.ledger.connecting import address
from pipeline.ledger.numbers import AMENDED
from pipeline.ledger.schema import GUARDS, audit, register
from pipeline.model import Event, Intervention, Item, PipelineError, Registered, Remedy, Standing, Step, Tables
from tests.tables import MAY

ROW = Registered("示推办", 2026, 2, "示推办〔2026〕2号", Standing.ISSUED, "通报", date(2026, 6, 5), "2026-05", "通报")
RAISED = Event(Step.RAISED, "2026-05", MAY.as_of, date(2026, 5, 6))
ITEM = Item("督2026-001", "k", "s", "规则", "r", "加快", "城关街道", events=(RAISED,))
USE = Intervention(Remedy.RELEASE, "放行.xlsx", None, "A2", "甲", "x", "", "", "已核", "13800001234", "张三")
RUN = Run("2026-05", "check", "checked", "r", {}, 0)


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """A ledger in which everything has happened that is told in the audit."""
    with ledger.writing() as book:
        book.log(RUN, Tables({}, interventions=(USE,)))
        book.write_snapshot(MAY, "a", Tables({}))
        book.take("督", 2026)
        book.enter(ROW)
        book.enter(replace(ROW, number=3, text="示推办〔2026〕3号", standing=Standing.OUTSIDE))
        book.mark_issued("2026-05", True)
        book.withdraw("示推办", 2026, 2, "数据有误", date(2026, 6, 8))
        book.follow(MAY, [ITEM])
        book.act("督2026-001", replace(RAISED, step=Step.ASSIGNED))
        book.follow(MAY, [])
    return ledger


def told(url: str) -> list[tuple[str, dict[str, object]]]:
    engine = sa.create_engine(address(url))
    with engine.connect() as connection:
        found = connection.execute(sa.select(audit.c.kind, audit.c.payload).order_by(audit.c.n)).all()
    engine.dispose()
    return [(kind, json.loads(payload)) for kind, payload in found]


def test_everything_that_happens_is_told_in_order_without_private_numbers(full: Ledger, url: str) -> None:
    entries = told(url)
    kinds = "运行 放行 取号 跳号 已印发 外部登记 快照定稿 作废 督办立项 督办事件 督办事件 督办事件"
    assert [kind for kind, _ in entries] == kinds.split()
    assert entries[1][1]["basis"] == "***" and entries[7][1]["reason"] == "数据有误"
    assert full.audit_faults() == []


def test_what_fails_is_not_told(full: Ledger, url: str) -> None:
    before = told(url)
    with pytest.raises(PipelineError), full.writing() as book:
        book.take("督", 2026)
        book.enter(ROW)
    assert told(url) == before


@pytest.mark.parametrize("statement", ["UPDATE audit SET kind = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_audit(full: Ledger, url: str, statement: str) -> None:
    before = told(url)
    engine = sa.create_engine(address(url))
    statements = [statement, "TRUNCATE audit"] if engine.dialect.name == "postgresql" else [statement]
    for one in statements:
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
            connection.exec_driver_sql(one)
    engine.dispose()
    assert told(url) == before


def tamper(url: str, statement: str) -> None:
    """Change the audit as one can who may drop its guards."""
    engine = sa.create_engine(address(url))
    drop = {
        "sqlite": ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"],
        "postgresql": ["DROP TRIGGER audit_no_change ON audit"],
    }
    with engine.begin() as connection:
        for one in (*drop[engine.dialect.name], statement, *GUARDS[engine.dialect.name]):
            connection.exec_driver_sql(one)
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET payload = replace(payload, '通报', '他报') WHERE n = 5", "第5条"),
        ("UPDATE audit SET kind = '作废' WHERE n = 1", "第1条"),
        ("UPDATE audit SET hash = previous WHERE n = 3", "第3条"),
        ("DELETE FROM audit WHERE n = 4", "缺了第4条"),
        ("DELETE FROM audit WHERE n = 1", "缺了第1条"),
        ("UPDATE audit SET n = 99 WHERE n = 12", "缺了第12条"),
        ("UPDATE audit SET payload = '{' WHERE n = 5", "第5条"),
    ],
)
def test_an_entry_that_was_changed_all_the_same_is_named(full: Ledger, url: str, statement: str, broken: str) -> None:
    tamper(url, statement)
    (fault,) = full.audit_faults()
    assert broken in fault


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE register SET sha256 = 'x' WHERE number = 3", "“示推办〔2026〕3号”与台账审计记录不一致"),
        ("UPDATE register SET standing = '已印发' WHERE number = 2", "“示推办〔2026〕2号”与台账审计记录不一致"),
        ("DELETE FROM register WHERE number = 1", "缺少“示推办〔2026〕1号”"),
        ("UPDATE register SET number = 9 WHERE number = 3", "“示推办〔2026〕3号”与台账审计记录不一致"),
        ("DELETE FROM audit WHERE n >= 8", "“示推办〔2026〕2号”与台账审计记录不一致"),
    ],
)
def test_a_register_that_was_changed_behind_the_audit_is_named(
    full: Ledger, url: str, statement: str, told: str
) -> None:
    tamper(url, statement)
    assert told in full.audit_faults()[0]


def test_a_signed_sheet_that_came_later_is_no_change_behind_the_audit(full: Ledger, url: str) -> None:
    place = {"series": "示推办", "year": 2026, "number": 3}
    engine = sa.create_engine(address(url))
    for signed, told, faults in (("签.pdf", "签.pdf", 0), ("他.pdf", "签.pdf", 1)):
        with engine.begin() as connection:
            connection.execute(sa.update(register).filter_by(**place).values(signed=signed))
            extend(connection, [(AMENDED, {**place, "signed": told})])
        assert len(full.audit_faults()) == faults
    engine.dispose()
