"""Copies of a ledger: whole, by themselves, and told in the audit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.ledger import Ledger
from pipeline.model import PipelineError, Registered, Standing

ROW = Registered("示推办", 2026, 1, "示推办〔2026〕1号", Standing.ISSUED, "通报")


@pytest.fixture
def full(tmp_path: Path) -> Ledger:
    ledger = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    with ledger.writing() as book:
        book.enter(ROW)
    return ledger


def test_a_copy_is_a_ledger_by_itself_with_everything_up_to_now(full: Ledger, tmp_path: Path) -> None:
    place = full.backup(tmp_path / "备份", "2026-05 示推办〔2026〕1号")
    assert place == tmp_path / "备份" / "2026-05 示推办〔2026〕1号.sqlite"
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    with closing(sqlite3.connect(place)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    ledger = Ledger(f"sqlite:///{place}")
    assert ledger.register() == (ROW,) and ledger.audit_faults() == []
    ledger.close()
    full.close()


def test_a_copy_is_made_while_another_writes_and_replaces_one_of_its_name(full: Ledger, tmp_path: Path) -> None:
    full.backup(tmp_path / "备份", "甲")
    other = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    with other.writing() as book:
        book.take("示推办", 2026)
    place = full.backup(tmp_path / "备份", "甲")
    with closing(sqlite3.connect(str(place))) as copy:
        assert copy.execute("SELECT last FROM series").fetchall() == [(2,)]
        assert copy.execute("SELECT count(*) FROM audit WHERE kind = '备份'").fetchall() == [(2,)]
    for ledger in (full, other):
        ledger.close()


def test_a_copy_that_cannot_be_made_is_a_sentence_and_leaves_nothing(full: Ledger, tmp_path: Path) -> None:
    (tmp_path / "备份").write_bytes(b"")
    with pytest.raises(PipelineError, match="无法备份台账库"):
        full.backup(tmp_path / "备份", "甲")
    (tmp_path / "备份").unlink()
    (tmp_path / "备份" / "甲.sqlite").mkdir(parents=True)
    with pytest.raises(PipelineError, match="无法备份台账库"):
        full.backup(tmp_path / "备份", "甲")
    assert [path.name for path in (tmp_path / "备份").iterdir()] == ["甲.sqlite"]
    full.close()


def test_postgres_is_left_to_its_keepers(postgres: str, tmp_path: Path) -> None:
    ledger = Ledger(postgres)
    assert ledger.backup(tmp_path / "备份", "甲") is None and not (tmp_path / "备份").exists()
    ledger.close()
