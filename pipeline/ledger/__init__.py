"""The office's memory: snapshots of the periods, the log of runs and what went back to senders; it only stores."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from pipeline.ledger.kept import Types, filled, packed, revived, unpacked, written
from pipeline.ledger.schema import audit, metadata, returns, runs, snapshot_rows, snapshots
from pipeline.model import Intervention, Period, PipelineError, Remedy, Return, Row, Tables, table
from pipeline.rules.spelling import masked

KEPT_RUNS = 2  # runs of a period, on different inputs, whose cleaned cells are kept whole


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
    number: int = 0  # given by the log


@dataclass(frozen=True)
class Kept:
    """A logged run whose cleaned cells are still held whole."""

    run: Run
    tables: Tables


@dataclass(frozen=True)
class Audited:
    """One use of 更正, 放行 or 清单变动 in one run, as the log keeps it; private numbers are masked."""

    number: int
    period: str
    intervention: Intervention


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

    def tables(self, period: str, types: Types) -> Tables:
        """The rows of a snapshot; ``types`` gives the column types of each form."""
        query = sa.select(snapshot_rows.c.form, snapshot_rows.c.data).where(snapshot_rows.c.period == period)
        found: dict[str, list[dict[str, Any]]] = {form: [] for form in types}
        with self._reading() as connection:
            for form, data in connection.execute(query.order_by(snapshot_rows.c.form, snapshot_rows.c.position)):
                found.setdefault(form, []).append(revived(json.loads(data), types.get(form, {})))
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
        """Log a run with its cleaned cells, each use of 更正, 放行 and 清单变动 and what it sends back (each file of a
        sender once a period); of the period's runs the last on each of the last inputs keep their cells."""
        values: dict[str, Any] = {"period": run.period, "command": run.command, "status": run.status, "run": run.run}
        values |= {"inputs": written(run.inputs), "findings": run.findings, "cells": packed(tables)}
        with self._writing() as connection:
            (number,) = tuple(connection.execute(sa.insert(runs).values(**values)).inserted_primary_key or ())
            if uses := [_use(number, run.period, use) for use in tables.interventions]:
                connection.execute(sa.insert(audit), uses)
            numbers = list(connection.scalars(_kept_runs(run.period)))
            old = (runs.c.period == run.period) & runs.c.number.not_in(numbers)
            connection.execute(sa.update(runs).where(old).values(cells=None))
            _send_back(connection, sent_back)

    def runs(self, period: str) -> list[Run]:
        """The logged runs of a period, oldest first."""
        query = sa.select(*RUN).where(runs.c.period == period).order_by(runs.c.number)
        with self._reading() as connection:
            return [_run(row) for row in connection.execute(query)]

    def kept(self, period: str, types: Types) -> list[Kept]:
        """The last runs of a period, oldest first, with their cleaned cells; ``types`` as for ``tables``."""
        query = sa.select(*RUN, runs.c.cells).where(runs.c.period == period, runs.c.cells.is_not(None))
        with self._reading() as connection:
            found = list(connection.execute(query.order_by(runs.c.number)))
        return [Kept(_run(row), unpacked(row.cells, types)) for row in found]

    def audit(self, period: str) -> list[Audited]:
        """Every use of 更正, 放行 and 清单变动 in the logged runs of a period, in the order of the runs."""
        query = sa.select(*(audit.c[name] for name in ("number", "period", *USE))).where(audit.c.period == period)
        with self._reading() as connection:
            return [_audited(row) for row in connection.execute(query.order_by(audit.c.id))]

    def returns(self) -> list[Return]:
        """Every file that went back to its sender, in the order in which they first did."""
        columns = (returns.c.period, returns.c.sender, returns.c.file, returns.c.sha256, returns.c.faults)
        with self._reading() as connection:
            found = connection.execute(sa.select(*columns).order_by(returns.c.number))
            return [Return(*row[:4], tuple(json.loads(row[4]))) for row in found]


def _kept_runs(period: str) -> sa.Select[tuple[int]]:
    """The newest run of each state of a period's input, of the last few states: running again on unchanged input
    pushes nothing out."""
    newest = sa.func.max(runs.c.number)
    return (
        sa.select(newest).where(runs.c.period == period).group_by(runs.c.run).order_by(newest.desc()).limit(KEPT_RUNS)
    )


RUN = (runs.c.period, runs.c.command, runs.c.status, runs.c.run, runs.c.inputs, runs.c.findings, runs.c.number)
USE = tuple(Intervention.__dataclass_fields__)


def _run(row: Any) -> Run:
    return Run(row.period, row.command, row.status, row.run, json.loads(row.inputs), row.findings, row.number)


def _use(number: int, period: str, use: Intervention) -> dict[str, Any]:
    told = {name: masked(value) if value else value for name, value in asdict(use).items()}
    return {**told, "remedy": use.remedy.value, "number": number, "period": period}


def _audited(row: Any) -> Audited:
    number, period, remedy, *rest = row
    return Audited(number, period, Intervention(Remedy(remedy), *rest))


def _send_back(connection: Connection, sent_back: Iterable[Return]) -> None:
    for one in sent_back:
        place = {"period": one.period, "sender": one.sender, "sha256": one.sha256}
        known = sa.select(returns.c.number).filter_by(**place)
        if connection.scalar(known) is None:
            connection.execute(sa.insert(returns).values(file=one.file, faults=written(one.faults), **place))


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
        yield place | {"project": row["id"] or "", "town": row.get("town"), "data": written(filled(row))}
