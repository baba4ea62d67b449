"""A real PostgreSQL server of Debian's package, started by the tests for themselves and gone with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

PROGRAMS = Path("/usr/lib/postgresql")
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


@contextmanager
def server() -> Iterator[str]:
    """The URL of a database server that listens on a socket in a folder of its own; skips where there is none."""
    programs = max((path.parent for path in PROGRAMS.glob("*/bin/initdb")), default=None)
    if programs is None:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("本机没有 PostgreSQL，未在其上核验台账（bash .ci/install 可装）")
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with _running(programs, folder):
            yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def _running(programs: Path, folder: Path) -> Iterator[None]:
    data, as_owner = folder / "data", ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_owner:
        shutil.chown(folder, "postgres")
    settled = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
    _run([*as_owner, str(programs / "initdb"), "-D", str(data), *settled])
    control = [*as_owner, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    _run([*control, "-l", str(folder / "log"), "-o", f"{QUICK} -c unix_socket_directories={folder}", "start"])
    try:
        yield
    finally:
        _run([*control, "-m", "immediate", "stop"])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")


def emptied(url: str) -> str:
    """The URL, of a database that holds nothing any more."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()
    return url
