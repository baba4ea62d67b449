"""A database of any older version, or none yet, comes in; one of the newest version goes out, backed up before."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from pipeline.ledger import backups
from pipeline.ledger.chain import extend
from pipeline.ledger.connecting import alone
from pipeline.ledger.schema import HEAD, KNOWN, metadata, version
from pipeline.model import PipelineError

MIGRATIONS = Path(__file__).parent / "migrations"
BACKUPS = "备份"
EMPTY, UNVERSIONED = "", "0000"  # no tables yet; tables of before the versions were counted


def bring_up(engine: Engine, file: Path | None) -> None:
    """Bring a database to the newest version. Raises PipelineError when a newer program has been at it."""
    with engine.connect() as connection:
        found = _version(connection)
    if found == HEAD:
        return
    if found != EMPTY and file:
        backups.copy(file, file.parent / BACKUPS, f"{file.stem}-升级前-{found}")
    with engine.execution_options(writes=True).begin() as connection:
        alone(connection)
        found = _version(connection)
        if found == EMPTY:
            _create(connection)
        elif found != HEAD:
            _upgrade(connection)
            extend(connection, [("升级", {"from": found, "to": HEAD})])


def _version(connection: Connection) -> str:
    inspector = sa.inspect(connection)
    if not inspector.has_table(version.name):
        return UNVERSIONED if inspector.has_table("runs") else EMPTY
    found = connection.scalar(sa.select(version.c.version_num)) or EMPTY
    if found not in (*KNOWN, EMPTY):
        raise PipelineError(
            f"台账库是更新版本的程序（台账第{found}版）建立的，本程序只认到第{HEAD}版：请改用新版程序。"
        )
    return found


def _create(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(sa.insert(version).values(version_num=HEAD))


def _upgrade(connection: Connection) -> None:
    """One migration after the other, in the transaction that is open."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
