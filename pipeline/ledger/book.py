"""One transaction on the ledger: everything that is written in it is committed together or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from pipeline.ledger import chain, items, makings, numbers, runs, snapshots
from pipeline.ledger.nouns import Run
from pipeline.model import Event, Figure, Item, Made, Period, Registered, Return, Tables


@dataclass(frozen=True)
class Book:
    """What may be written; from ``Ledger.writing()``, while no one else writes."""

    _connection: Connection

    def write_snapshot(
        self, period: Period, inputs_sha256: str, tables: Tables, figures: Iterable[Figure] = ()
    ) -> None:
        """Put a period's rows, and its figures of 全市 and 镇街, in the place of an un-issued snapshot of it."""
        snapshots.write(self._connection, period, inputs_sha256, tables, figures)

    def mark_issued(self, period: str, issued: bool) -> None:
        """The snapshot of a period stands, or may be replaced again."""
        snapshots.mark_issued(self._connection, period, issued)

    def log(self, run: Run, tables: Tables, sent_back: Iterable[Return] = (), token: str = "") -> None:
        """Log a run with its cells, uses and returns; ``token`` is that of the publication of its files."""
        runs.log(self._connection, run, tables, sent_back)
        if token:
            runs.commit(self._connection, token)

    def commit_token(self, token: str) -> None:
        """Remember a publication that belongs to no logged run."""
        runs.commit(self._connection, token)

    def take(self, series: str, year: int, count: int = 1) -> int:
        """The next numbers of a series; returns the first."""
        return numbers.take(self._connection, series, year, count)

    def enter(self, row: Registered) -> None:
        """Enter a line of the register; the numbers it passes over are entered as 跳号. Raises PipelineError when the
        number is not free."""
        numbers.enter(self._connection, row)

    def amend(self, row: Registered) -> None:
        """Say anew where the files of a line of the register lie, and what was added to them."""
        numbers.amend(self._connection, row)

    def withdraw(self, series: str, year: int, number: int, reason: str, day: date | None) -> Registered:
        """Make a number void. Raises PipelineError when it is neither issued nor registered from outside."""
        return numbers.withdraw(self._connection, series, year, number, reason, day)

    def keep(self, made: Iterable[Made]) -> None:
        """Keep documents as a run made them."""
        makings.keep(self._connection, made)

    def follow(self, period: Period, followed: Iterable[Item]) -> None:
        """Make the derived events of a period those of these items, which all have numbers."""
        items.follow(self._connection, period, followed)

    def act(self, number: str, event: Event) -> None:
        """Record, once, what an act of the office made of an item. Raises PipelineError for an unknown number."""
        items.act(self._connection, number, event)

    def retract(self, number: str, event: Event) -> None:
        """Withdraw what an act of the office made of an item, as when its document is void."""
        items.retract(self._connection, number, event)

    def note_backup(self, label: str) -> None:
        """Say in the audit that a backup is made."""
        chain.extend(self._connection, [("备份", {"label": label})])
