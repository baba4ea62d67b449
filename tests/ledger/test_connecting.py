"""Which database is spoken to, how it keeps what is committed, and what is said when it cannot."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline.ledger import Ledger, connecting, numbers
from pipeline.model import PipelineError, Registered, Standing, Tables
from tests.nobody import public_folder, read_only
from tests.tables import MAY

NOTHING = Tables({})


def pragma(ledger: Ledger, name: str) -> object:
    with ledger._engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_sqlite_keeps_what_is_committed_and_waits_for_others(tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    settled = [pragma(ledger, name) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")]
    assert settled == ["wal", 2, 1, 60000]
    ledger.close()
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]


def test_on_a_network_share_a_ledger_in_wal_is_brought_back_to_a_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    Ledger(url).close()
    monkeypatch.setattr(connecting, "on_share", lambda place: place == tmp_path / "ledger.sqlite")
    ledger = Ledger(url)
    assert pragma(ledger, "journal_mode") == "delete"
    ledger.close()


class NoWal(sqlite3.Connection):
    """A database whose file system has no shared memory: it answers with another mode, and with no error."""

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        return super().execute(sql.replace("journal_mode=WAL", "journal_mode=PERSIST"), *parameters)


def test_where_wal_is_not_to_be_had_the_journal_is_deleted(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite", factory=NoWal)) as connection:
        connecting._settle(connection, "WAL")
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_readers_are_not_kept_waiting_by_a_writer(url: str) -> None:
    ledger = Ledger(url)
    with ledger.writing() as book:
        book.take("示推办", 2026)
        assert (ledger.snapshots(), ledger.register()) == ({}, ())
    ledger.close()


def test_what_is_read_together_is_of_one_moment(url: str) -> None:
    ledger = Ledger(url)
    with ledger._reading() as connection:
        assert numbers.registered(connection) == ()
        with ledger.writing() as book:
            book.enter(Registered("示推办", 2026, 1, "1号", Standing.ISSUED, "通报"))
        assert numbers.registered(connection) == () != ledger.register()
    ledger.close()


def test_a_second_writer_waits_and_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "BUSY_SECONDS", 1)
    first, second = Ledger(url), Ledger(url)
    with first.writing(), pytest.raises(PipelineError, match="另一个任务正在写入"), second.writing():
        pass
    with second.writing() as book:
        assert book.take("示推办", 2026) == 1
    for ledger in (first, second):
        ledger.close()


def test_postgres_is_spoken_to_by_either_of_its_names(postgres: str) -> None:
    for name in ("postgres:", "postgresql:", "postgresql+psycopg:"):
        Ledger(postgres.replace("postgresql:", name)).close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://office:s3cret@127.0.0.1:1/x", "postgresql://office@127.0.0.1:1/x?password=s3cret",
        "postgresql://office:s3cret@127.0.0.1:s3cret/x", "postgresql://office:s3cret@/x?host=/nowhere",
        "postgresql://office:s3cret@[::1/x", "mysql://office:s3cret@localhost/x",
    ],
)  # fmt: skip
def test_a_server_that_is_not_there_is_a_sentence_without_the_password(url: str) -> None:
    with pytest.raises(PipelineError, match="无法打开台账库") as caught:
        Ledger(url)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "", "ledger", "sqlite//x", "oracle+nothing://x", "postgresql+nodriver://a:b@c/d", "mysql://root:secret@localhost/x",
        "sqlite:////proc/none/ledger.sqlite", "postgresql://h:port/x", "sqlite:////dev/null/x.sqlite",
    ],
)  # fmt: skip
def test_a_bad_address_is_a_sentence_without_the_password(url: str) -> None:
    with pytest.raises(PipelineError, match="无法打开台账库") as caught:
        Ledger(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(PipelineError, match=r"无法打开台账库.*x\.sqlite：这个文件不是台账库"):
        Ledger(f"sqlite:///{tmp_path}/x.sqlite")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_read_only_folder_is_a_sentence() -> None:
    with public_folder() as folder:
        Ledger(f"sqlite:///{folder}/ledger.sqlite").close()
        with read_only(folder):
            with pytest.raises(PipelineError, match="无法打开台账库"):
                Ledger(f"sqlite:///{folder}/other.sqlite")
            ledger = Ledger(f"sqlite:///{folder}/ledger.sqlite")
            assert ledger.snapshots() == {}
            with pytest.raises(PipelineError, match="无法写入台账库"):
                ledger.write_snapshot(MAY, "a" * 64, NOTHING)
            ledger.close()


FILLS = """
import resource, sys
from pipeline.ledger import Ledger
from pipeline.model import Made
ledger = Ledger(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
with ledger.writing() as book:
    book.keep([Made("2026-05", "通报", "bulletin", "通报", 1, "", "", "", "", b"x" * 1_000_000)])
    book.take("示推办", 2026)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_disk_that_is_full_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    ledger = Ledger(url)
    with ledger.writing() as book:
        book.take("示推办", 2026)
    done = subprocess.run([sys.executable, "-c", FILLS, url], capture_output=True, text=True, check=False)
    assert "PipelineError: 无法写入台账库" in done.stderr and "磁盘" in done.stderr
    with ledger.writing() as book:
        assert book.take("示推办", 2026) == 2
    assert (ledger.mades("2026-05"), ledger.audit_faults()) == ((), [])
    ledger.close()
