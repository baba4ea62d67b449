"""The address of a database comes in; an engine that keeps what is committed goes out, or a sentence."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from pipeline.ledger.shares import on_share
from pipeline.model import PipelineError

BUSY_SECONDS = 60
CONNECT_SECONDS = 10
WRITERS = 20260501  # the advisory lock that all writers of a PostgreSQL ledger take in turn
SAID = {
    "database is locked": "另一个任务正在写入，等了一分钟仍未结束，请稍后再试",
    "lock timeout": "另一个任务正在写入，等了一分钟仍未结束，请稍后再试",
    "database or disk is full": "磁盘已满，原有内容都还完整，请腾出空间后重做",
    "disk I/O error": "磁盘读写出错，请检查磁盘空间和网络连接后重做",
    "No space left": "磁盘已满，原有内容都还完整，请腾出空间后重做",
    "attempt to write a readonly database": "没有写入权限，请检查文件和文件夹的权限",
    "unable to open database file": "文件打不开，请检查位置和权限",
    "file is not a database": "这个文件不是台账库",
    "database disk image is malformed": "台账库已损坏，请用“备份”中最近的一份替换",
    "password authentication failed": "数据库用户名或密码不对",
    "connection to server": "连不上数据库服务器，请检查地址和网络",
    "failed to resolve host": "连不上数据库服务器，请检查地址和网络",
    "Connection refused": "连不上数据库服务器，请检查地址和网络",
    "timeout expired": "连不上数据库服务器，请检查地址和网络",
}


def engine(url: str) -> Engine:
    """The engine of a SQLite file or a PostgreSQL database. Raises PipelineError for any other address."""
    parsed = address(url)
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(parsed, connect_args={"connect_timeout": CONNECT_SECONDS}, pool_pre_ping=True)
    return _sqlite(parsed)


def address(url: str) -> sa.URL:
    """A URL as SQLAlchemy takes it; PostgreSQL is spoken to by psycopg."""
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        parsed = None
    if parsed and parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed is None or parsed.drivername.partition("+")[0] not in ("sqlite", "postgresql"):
        raise PipelineError(
            "无法打开台账库：地址写法不正确，应如 sqlite:///output/ledger.sqlite 或 postgresql://用户@主机/库名。"
        )
    return parsed


def shown(url: str) -> str:
    """An address without password and options; of a SQLite ledger the file."""
    file = database_file(url)
    return str(file) if file else address(url).set(query={}).render_as_string(hide_password=True)


def reason(error: BaseException, url: str) -> str:
    """What the database says, for a person where it is known, else its first line without the password."""
    said = str(getattr(error, "orig", None) or error)
    if known := next((told for words, told in SAID.items() if words in said), ""):
        return known
    said = said.partition("\n")[0]
    secrets = [address(url).password, address(url).query.get("password")]
    for secret in filter(None, secrets):
        said = said.replace(str(secret), "***")
    return said


def database_file(url: str) -> Path | None:
    """The file of a SQLite ledger, None for PostgreSQL and for a database in memory."""
    parsed = address(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return Path(str(parsed.database)) if is_file else None


def alone(connection: Connection) -> None:
    """Wait until no one else writes; SQLite has done so with BEGIN IMMEDIATE."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def steady(engine: Engine) -> Engine:
    """For reading: what is read in one transaction is of one moment, as it always is in SQLite."""
    is_postgres = engine.dialect.name == "postgresql"
    return engine.execution_options(isolation_level="REPEATABLE READ") if is_postgres else engine


def _sqlite(url: sa.URL) -> Engine:
    place = Path(url.database) if url.database and url.database != ":memory:" else None
    if place:
        place.parent.mkdir(parents=True, exist_ok=True)
    made = sa.create_engine(_readable(url, place) if place else url)
    mode = "DELETE" if place and on_share(place.resolve()) else "WAL"
    sa.event.listen(made, "connect", lambda connection, _: _settle(connection, mode))
    sa.event.listen(made, "begin", _begin)
    return made


def _readable(url: sa.URL, place: Path) -> sa.URL:
    """Where nobody can write beside it, a database in WAL mode can only be read as one that does not change."""
    beside = place.with_name(f"{place.name}-wal")
    if os.name != "posix" or not place.exists() or beside.exists() or _writable(place.parent):
        return url
    return url.set(database=f"file:{place.resolve().as_posix()}", query={"immutable": "1", "uri": "true"})


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _settle(connection: sqlite3.Connection, mode: str) -> None:
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    with suppress(sqlite3.OperationalError):  # in use or read-only: the file keeps the mode that it has
        (answer,) = connection.execute(f"PRAGMA journal_mode={mode}").fetchone()
        if answer.upper() != mode:
            connection.execute("PRAGMA journal_mode=DELETE")


def _begin(connection: Connection) -> Any:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
