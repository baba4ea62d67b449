"""Ledgers of every version come up to the newest with all that they hold; those of a newer program are refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pipeline.ledger import Ledger, Use
from pipeline.ledger.connecting import address
from pipeline.ledger.kept import packed, written
from pipeline.ledger.schema import HEAD, KNOWN, metadata
from pipeline.ledger.upgrading import MIGRATIONS
from pipeline.model import Intervention, PipelineError, Remedy, Return
from tests.postgres import emptied
from tests.tables import LAW, sheet, tables

ROWS = tables(sheet("项目名称 | 镇街 | 年度计划投资 | 本年完成投资\n丁 | 城关 | 1 | 1"))
USE = Intervention(Remedy.CORRECTION, "更正.xlsx", None, "D3", "甲", "投资", "3", "4", "误填", "电话", "张三")
OLD: dict[str, dict[str, Any]] = {
    "snapshots": {"period": "2026-05", "as_of": "2026-05-31", "inputs_sha256": "a" * 64, "issued": True},
    "snapshot_rows": {"period": "2026-05", "form": "项目进度表", "position": 0, "project": "x", "town": "城关街道"},
    "runs": {"period": "2026-05", "command": "check", "status": "made", "run": "r", "inputs": "{}", "findings": 3},
    "returns": {"period": "2026-05", "sender": "城关街道", "file": "甲.xlsx", "sha256": "b", "faults": '["甲"]'},
    "audit": {"number": 1, "period": "2026-05", "remedy": "更正", "file": "更正.xlsx", "cell": "D3", "subject": "甲"},
}
OLD["snapshot_rows"]["data"] = written({name: value for name, value in ROWS.projects[0].items() if value is not None})
OLD["runs"]["cells"] = packed(ROWS)
OLD["audit"] |= {"item": "投资", "before": "3", "after": "4", "reason": "误填", "basis": "电话", "person": "张三"}
OLD["audit"] |= {"note": "", "target": ""}


def old_ledger(url: str) -> None:
    """A ledger of the first version with a row in each of its tables."""
    engine = sa.create_engine(address(url))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        found = sa.MetaData()
        found.reflect(connection)
        for name, values in OLD.items():
            connection.execute(sa.insert(found.tables[name]).values(**values))
    engine.dispose()


def execute(url: str, statement: str) -> None:
    engine = sa.create_engine(address(url))
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def holds_all_of_old(ledger: Ledger) -> None:
    assert ledger.snapshots()["2026-05"].issued
    assert ledger.tables("2026-05", LAW.types).projects == ROWS.projects
    assert [(one.run.findings, one.tables.projects) for one in ledger.kept("2026-05", LAW.types)] == [
        (3, ROWS.projects)
    ]
    assert ledger.returns() == [Return("2026-05", "城关街道", "甲.xlsx", "b", ("甲",))]
    assert ledger.uses("2026-05") == [Use(1, "2026-05", USE)]


@pytest.mark.parametrize("counted", [True, False])
def test_a_ledger_of_the_first_version_keeps_every_row(url: str, tmp_path: Path, counted: bool) -> None:
    (tmp_path / "深").mkdir()
    old_ledger(url)
    if not counted:
        execute(url, "DROP TABLE alembic_version")
    ledger = Ledger(url)
    holds_all_of_old(ledger)
    with ledger.writing() as book:
        assert book.take("示推办", 2026) == 1
    assert ledger.audit_faults() == []
    ledger.close()


def test_the_very_tables_of_the_first_version_come_up_though_some_are_lacking(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as old:
        old.executescript((Path(__file__).parent / "first.sql").read_text("utf-8"))
        old.execute("INSERT INTO runs VALUES (7, '2026-05', 'check', 'made', 'r', '{}', 2, NULL)")
        old.execute("DROP TABLE returns")
        old.execute("DROP TABLE audit")
        old.commit()
    ledger = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    assert [run.number for run in ledger.runs("2026-05")] == [7]
    assert (ledger.returns(), ledger.uses("2026-05")) == ([], [])
    ledger.close()


def test_before_it_is_changed_a_file_is_copied(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    old_ledger(url)
    Ledger(url).close()
    copy = tmp_path / "备份" / "ledger-升级前-0001.sqlite"
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert kept.execute("SELECT count(*) FROM audit").fetchall() == [(1,)]
    assert {path.name for path in tmp_path.iterdir()} == {"ledger.sqlite", "备份"}
    Ledger(url).close()
    assert len(list(copy.parent.iterdir())) == 1


def shape(url: str) -> dict[str, Any]:
    """Every table with its columns, keys and indexes, and the triggers."""
    engine = sa.create_engine(address(url))
    triggers = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        found: dict[str, Any] = {
            name: (
                {column["name"]: (column["nullable"], column["primary_key"]) for column in columns(inspector, name)},
                sorted(map(str, inspector.get_indexes(name))),
                [(key["constrained_columns"], key["options"]) for key in inspector.get_foreign_keys(name)],
            )
            for name in inspector.get_table_names()
        }
        found["triggers"] = dict(map(tuple, connection.exec_driver_sql(triggers[engine.dialect.name])))
        assert found["triggers"]
    engine.dispose()
    return found


def columns(inspector: Any, table: str) -> list[dict[str, Any]]:
    keys = inspector.get_pk_constraint(table)["constrained_columns"]
    return [{**column, "primary_key": column["name"] in keys} for column in inspector.get_columns(table)]


def test_what_is_migrated_has_the_shape_of_what_is_made_new(url: str, tmp_path: Path) -> None:
    Ledger(url).close()
    new = shape(url)
    (tmp_path / "深").mkdir(exist_ok=True)
    if url.startswith("sqlite"):
        Path(tmp_path / "深" / "ledger.sqlite").unlink()
    else:
        emptied(url)
    old_ledger(url)
    Ledger(url).close()
    assert shape(url) == new


def test_the_tables_are_those_that_the_migrations_lead_to(url: str) -> None:
    Ledger(url).close()
    engine = sa.create_engine(address(url))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_current_head() == HEAD
    assert sorted(script.revision for script in scripts.walk_revisions()) == sorted(KNOWN)


def test_a_ledger_of_a_newer_program_is_refused_and_left_alone(url: str) -> None:
    Ledger(url).close()
    execute(url, "UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(PipelineError, match=r"0099.*请改用新版程序"):
        Ledger(url)


BROKEN = "CREATE TABLE commits (x INTEGER)"  # stands in the way of the migration


def test_a_migration_that_fails_changes_nothing(url: str, tmp_path: Path) -> None:
    (tmp_path / "深").mkdir()
    old_ledger(url)
    execute(url, BROKEN)
    with pytest.raises(PipelineError, match="无法打开台账库"):
        Ledger(url)
    execute(url, "DROP TABLE commits")
    ledger = Ledger(url)
    holds_all_of_old(ledger)
    ledger.close()


OPENED_TWICE = """
import sys
from pipeline.ledger import Ledger
for _ in range(2):
    Ledger(sys.argv[1]).close()
print("alembic" in sys.modules)
"""


def test_a_ledger_that_is_new_or_up_to_date_needs_no_migrations(url: str) -> None:
    done = subprocess.run([sys.executable, "-c", OPENED_TWICE, url], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_all_who_open_a_new_ledger_at_once_succeed(url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Ledger(url), range(8)))
    with opened[0].writing() as book:
        book.take("示推办", 2026)
    assert [ledger.audit_faults() for ledger in opened] == [[]] * 8
    for ledger in opened:
        ledger.close()
