"""The office's memory: snapshots, 督办事项, documents and their numbers, runs and an audit of all of it; it only
stores."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.ledger import backups, chain, items, makings, numbers, runs, snapshots
from pipeline.ledger.book import Book
from pipeline.ledger.connecting import alone, database_file, engine, reason, shown, steady
from pipeline.ledger.kept import Types
from pipeline.ledger.nouns import Kept, Run, Snapshot, Use
from pipeline.ledger.snapshots import Trend
from pipeline.ledger.upgrading import bring_up
from pipeline.model import Figure, Item, Made, Period, PipelineError, Registered, Return, Tables

__all__ = ["Book", "Kept", "Ledger", "Run", "Snapshot", "Use"]


class Ledger:
    """Opened on a database URL; every write is one transaction, alone."""

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            self._engine = engine(url)
            bring_up(self._engine, database_file(url))
        except (sa.exc.SQLAlchemyError, OSError, ImportError, ValueError) as error:
            raise PipelineError(f"无法打开台账库 {shown(url)}：{reason(error, url)}。") from None

    @staticmethod
    def known(url: str) -> None:
        """Raises PipelineError where a SQLite ledger would only now be made."""
        file = database_file(url)
        if file and not file.is_file():
            raise PipelineError(f"没有台账库 {file}：还没有成过文，或者 --output、--ledger 写错了。")

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Book]:
        """A transaction that is committed at the end, and undone by any exception. Raises PipelineError where the
        database refuses, or another writer does not end."""
        try:
            with self._engine.execution_options(writes=True).begin() as connection:
                alone(connection)
                yield Book(connection)
        except sa.exc.DBAPIError as error:
            raise PipelineError(f"无法写入台账库 {shown(self._url)}：{reason(error, self._url)}。") from None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with steady(self._engine).connect() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise PipelineError(f"无法读取台账库 {shown(self._url)}：{reason(error, self._url)}。") from None

    def write_snapshot(
        self, period: Period, inputs_sha256: str, tables: Tables, figures: Iterable[Figure] = ()
    ) -> None:
        """A snapshot in a transaction of its own."""
        with self.writing() as book:
            book.write_snapshot(period, inputs_sha256, tables, figures)

    def log(self, run: Run, tables: Tables, sent_back: Iterable[Return] = ()) -> None:
        """A run in a transaction of its own."""
        with self.writing() as book:
            book.log(run, tables, sent_back)

    def snapshots(self) -> dict[str, Snapshot]:
        """Every snapshot by its period."""
        with self._reading() as connection:
            return snapshots.stored(connection)

    def tables(self, period: str, types: Types) -> Tables:
        """The rows of a snapshot as they were stored; ``types`` gives the column types of each form."""
        with self._reading() as connection:
            return snapshots.tables(connection, period, types)

    def trend(self, name: str, scopes: Collection[str]) -> Trend:
        """A figure of some scopes in every snapshot: period, oldest first → scope → value. A 镇街 that took over
        another one is followed under both names."""
        with self._reading() as connection:
            return snapshots.trend(connection, name, scopes)

    def runs(self, period: str) -> list[Run]:
        """The logged runs of a period, oldest first."""
        with self._reading() as connection:
            return runs.logged(connection, period)

    def kept(self, period: str, types: Types) -> list[Kept]:
        """The runs of a period whose cleaned cells are held, oldest first; ``types`` as for ``tables``."""
        with self._reading() as connection:
            return runs.kept(connection, period, types)

    def uses(self, period: str) -> list[Use]:
        """Every use of 更正, 放行 and 清单变动 in the logged runs of a period, in the order of the runs."""
        with self._reading() as connection:
            return runs.used(connection, period)

    def returns(self) -> list[Return]:
        """Every file that went back to its sender, in the order in which they first did."""
        with self._reading() as connection:
            return runs.sent_back(connection)

    def committed(self, token: str) -> bool:
        """Whether what goes by this token was committed."""
        with self._reading() as connection:
            return runs.committed(connection, token)

    def items(self) -> tuple[Item, ...]:
        """Every 督办事项 with every event that stands, in the order of their numbers."""
        with self._reading() as connection:
            return items.stored(connection)

    def made(self, period: str, name: str) -> Made | None:
        """The newest draft of a document."""
        with self._reading() as connection:
            return makings.newest(connection, period, name)

    def mades(self, period: str) -> tuple[Made, ...]:
        """Every draft of every document of a period."""
        with self._reading() as connection:
            return makings.of_period(connection, period)

    def register(self) -> tuple[Registered, ...]:
        """Every number, by series, year and number."""
        with self._reading() as connection:
            return numbers.registered(connection)

    def registered(self, period: str, name: str) -> Registered | None:
        """The number under which a document is issued and not void."""
        with self._reading() as connection:
            return numbers.issued(connection, period, name)

    def audit_faults(self) -> list[str]:
        """Where the audit is broken, a sentence; where it is whole, one for each line of the register that does not
        follow from it."""
        with self._reading() as connection:
            return chain.faults(connection) or list(numbers.faults(connection))

    def backup(self, folder: Path, label: str) -> Path | None:
        """A copy of a SQLite ledger, ``folder/<label>.sqlite``, whole and on the disk; None for PostgreSQL, which its
        keepers back up."""
        file = database_file(self._url)
        if file is None:
            return None
        with self.writing() as book:
            book.note_backup(label)
        try:
            return backups.copy(file, folder, label)
        except (OSError, sa.exc.DBAPIError) as error:
            raise PipelineError(f"无法备份台账库到 {folder}：{reason(error, self._url)}。") from None
