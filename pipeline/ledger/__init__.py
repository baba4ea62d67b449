"""The office's memory: snapshots of the periods, the log of runs and what went back to senders; it only stores."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from pipeline.ledger.schema import metadata, returns, runs, snapshot_rows, snapshots
from pipeline.model import Period, PipelineError, Return, Row, Tables, table

KEPT_RUNS = 2  # runs of a period whose cleaned cells are kept whole


@dataclass(frozen=True)
class Snapshot:
    """A period's figures stand on these inputs; ``issued`` once a document of the period has been issued."""

    period: str
    inputs_sha256: str
    issued: bool


@dataclass(frozen=True)
class Run:
    """One run as the log keeps it; ``inputs`` maps each file to its sha256."""

    period: str
    command: str
    status: str
    run: str
    inputs: Mapping[str, str]
    findings: int


class Ledger:
    """Opened on a database URL; every write is one transaction."""

    def __init__(self, url: str) -> None:
        try:
            self._engine = _engine(url)
            metadata.create_all(self._engine)
        except (sa.exc.SQLAlchemyError, OSError, ImportError, ValueError) as error:
            raise PipelineError(f"无法打开台账库 {_shown(url)}：{_reason(error)}") from None

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise PipelineError(f"无法写入台账库：{_reason(error)}") from None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise PipelineError(f"无法读取台账库：{_reason(error)}") from None

    def snapshots(self) -> dict[str, Snapshot]:
        """Every snapshot by its period."""
        query = sa.select(snapshots.c.period, snapshots.c.inputs_sha256, snapshots.c.issued)
        with self._reading() as connection:
            return {row.period: Snapshot(*row) for row in connection.execute(query)}

    def tables(self, period: str, types: Mapping[str, Mapping[str, str]]) -> Tables:
        """The rows of a snapshot; ``types`` gives the column types of each form."""
        query = sa.select(snapshot_rows.c.form, snapshot_rows.c.data).where(snapshot_rows.c.period == period)
        found: dict[str, list[dict[str, Any]]] = {form: [] for form in types}
        with self._reading() as connection:
            for form, data in connection.execute(query.order_by(snapshot_rows.c.form, snapshot_rows.c.position)):
                found.setdefault(form, []).append(_revived(json.loads(data), types.get(form, {})))
        return Tables({form: table(found[form], types[form]) for form in types})

    def write_snapshot(self, period: Period, inputs_sha256: str, tables: Tables) -> None:
        """Put a period's rows in the place of what an un-issued snapshot of it held; an issued one stands."""
        rows = [row for form, found in tables.forms.items() for row in _rows(period.text, form, found)]
        values = {"as_of": period.as_of.isoformat(), "inputs_sha256": inputs_sha256, "issued": False}
        issued = sa.select(snapshots.c.issued).where(snapshots.c.period == period.text)
        with self._writing() as connection:
            if connection.scalar(issued):
                return
            for stored in (snapshot_rows, snapshots):
                connection.execute(sa.delete(stored).where(stored.c.period == period.text))
            connection.execute(sa.insert(snapshots).values(period=period.text, **values))
            if rows:
                connection.execute(sa.insert(snapshot_rows), rows)

    def log(self, run: Run, tables: Tables, sent_back: Iterable[Return] = ()) -> None:
        """Log a run with its cleaned cells and what it sends back (each file of a sender once a period); older runs of
        the period keep their line and lose their cells."""
        cells = zlib.compress(_json({form: rows for form, rows in tables.forms.items() if rows}).encode(), 1)
        values: dict[str, Any] = {"period": run.period, "command": run.command, "status": run.status, "run": run.run}
        values |= {"inputs": _json(run.inputs), "findings": run.findings, "cells": cells}
        with self._writing() as connection:
            connection.execute(sa.insert(runs).values(**values))
            kept = sa.select(runs.c.number).where(runs.c.period == run.period)
            kept = kept.order_by(runs.c.number.desc()).limit(KEPT_RUNS)
            numbers = list(connection.scalars(kept))
            old = (runs.c.period == run.period) & runs.c.number.not_in(numbers)
            connection.execute(sa.update(runs).where(old).values(cells=None))
            _send_back(connection, sent_back)

    def runs(self, period: str) -> list[Run]:
        """The logged runs of a period, oldest first."""
        columns = (runs.c.period, runs.c.command, runs.c.status, runs.c.run, runs.c.inputs, runs.c.findings)
        query = sa.select(*columns).where(runs.c.period == period).order_by(runs.c.number)
        with self._reading() as connection:
            return [Run(*row[:4], json.loads(row[4]), row[5]) for row in connection.execute(query)]

    def returns(self) -> list[Return]:
        """Every file that went back to its sender, in the order in which they first did."""
        columns = (returns.c.period, returns.c.sender, returns.c.file, returns.c.sha256, returns.c.faults)
        with self._reading() as connection:
            found = connection.execute(sa.select(*columns).order_by(returns.c.number))
            return [Return(*row[:4], tuple(json.loads(row[4]))) for row in found]


def _send_back(connection: Connection, sent_back: Iterable[Return]) -> None:
    for one in sent_back:
        place = {"period": one.period, "sender": one.sender, "sha256": one.sha256}
        known = sa.select(returns.c.number).filter_by(**place)
        if connection.scalar(known) is None:
            connection.execute(sa.insert(returns).values(file=one.file, faults=_json(one.faults), **place))


def _engine(url: str) -> Engine:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _settle)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _settle(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "busy_timeout=10000", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _shown(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except (sa.exc.ArgumentError, ValueError):
        return "（地址写法不正确）"


def _reason(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).partition("\n")[0]


def _rows(period: str, form: str, found: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for position, row in enumerate(found):
        place = {"period": period, "form": form, "position": position}
        yield place | {"project": row["id"] or "", "town": row.get("town"), "data": _json(_filled(row))}


def _filled(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)


def _revived(row: dict[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
    """Days and rates are text in JSON, each by its field's type; the rest is as it was."""
    return {name: REVIVE.get(types.get(name, ""), _same)(value) for name, value in row.items()}


def _same(value: Any) -> Any:
    return value


REVIVE: Mapping[str, Callable[[Any], Any]] = {"date": date.fromisoformat, "percent": Fraction}
