"""Runs, what they changed openly and what they sent back ↔ the log of the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.ledger.chain import extend
from pipeline.ledger.kept import Types, packed, unpacked, written
from pipeline.ledger.nouns import Kept, Run, Use
from pipeline.ledger.schema import commits, register, returns, runs, uses
from pipeline.model import Intervention, Remedy, Return, Standing, Tables
from pipeline.rules.spelling import masked

KEPT_RUNS = 2  # runs of a period, on different inputs, whose cleaned cells are kept whole
RUN = tuple(runs.c[name] for name in ("period", "command", "status", "run", "inputs", "findings", "number"))
USE = tuple(Intervention.__dataclass_fields__)


def log(connection: Connection, run: Run, tables: Tables, sent_back: Iterable[Return]) -> None:
    """Log a run with its cleaned cells, each use of 更正, 放行 and 清单变动 and what it sends back (each file of a
    sender once a period); of the period's runs the last on each of the last inputs keep their cells, and those on
    which an issued document stands."""
    values: dict[str, Any] = {"period": run.period, "command": run.command, "status": run.status, "run": run.run}
    values |= {"inputs": written(run.inputs), "findings": run.findings}
    number = connection.scalar(sa.insert(runs).values(**values, cells=packed(tables)).returning(runs.c.number)) or 0
    told = [_use(number, run.period, use) for use in tables.interventions]
    if told:
        connection.execute(sa.insert(uses), told)
    extend(connection, [("运行", {**values, "number": number}), *((use["remedy"], use) for use in told)])
    numbers = [*connection.scalars(_last_runs(run.period)), *connection.scalars(_issued_runs(run.period))]
    old = (runs.c.period == run.period) & runs.c.number.not_in(numbers)
    connection.execute(sa.update(runs).where(old).values(cells=None))
    _send_back(connection, sent_back)


def logged(connection: Connection, period: str) -> list[Run]:
    query = sa.select(*RUN).where(runs.c.period == period).order_by(runs.c.number)
    return [_run(row) for row in connection.execute(query)]


def kept(connection: Connection, period: str, types: Types) -> list[Kept]:
    query = sa.select(*RUN, runs.c.cells).where(runs.c.period == period, runs.c.cells.is_not(None))
    found = connection.execute(query.order_by(runs.c.number))
    return [Kept(_run(row), unpacked(row.cells, types)) for row in found]


def used(connection: Connection, period: str) -> list[Use]:
    query = sa.select(*(uses.c[name] for name in ("number", "period", *USE))).where(uses.c.period == period)
    return [_used(row) for row in connection.execute(query.order_by(uses.c.id))]


def sent_back(connection: Connection) -> list[Return]:
    columns = (returns.c.period, returns.c.sender, returns.c.file, returns.c.sha256, returns.c.faults)
    found = connection.execute(sa.select(*columns).order_by(returns.c.number))
    return [Return(*row[:4], tuple(json.loads(row[4]))) for row in found]


def commit(connection: Connection, token: str) -> None:
    """Remember that what goes by this token was committed."""
    connection.execute(sa.insert(commits).values(token=token))


def committed(connection: Connection, token: str) -> bool:
    return connection.scalar(sa.select(commits.c.token).where(commits.c.token == token)) is not None


def _last_runs(period: str) -> sa.Select[tuple[int]]:
    """The newest run of each state of a period's input, of the last few states: running again on unchanged input
    pushes nothing out."""
    newest = sa.func.max(runs.c.number)
    return (
        sa.select(newest).where(runs.c.period == period).group_by(runs.c.run).order_by(newest.desc()).limit(KEPT_RUNS)
    )


def _issued_runs(period: str) -> sa.Select[tuple[int]]:
    """The newest run of each state of a period's input on which an issued document stands, where it has its cells."""
    standing = sa.select(register.c.run).where(
        register.c.period == period, register.c.standing == Standing.ISSUED.value
    )
    held = sa.select(sa.func.max(runs.c.number)).where(runs.c.period == period, runs.c.cells.is_not(None))
    return held.where(runs.c.run.in_(standing)).group_by(runs.c.run)


def _run(row: Any) -> Run:
    return Run(row.period, row.command, row.status, row.run, json.loads(row.inputs), row.findings, row.number)


def _use(number: int, period: str, use: Intervention) -> dict[str, Any]:
    told = {name: masked(value) if value else value for name, value in asdict(use).items()}
    return {**told, "remedy": use.remedy.value, "number": number, "period": period}


def _used(row: Any) -> Use:
    number, period, remedy, *rest = row
    return Use(number, period, Intervention(Remedy(remedy), *rest))


def _send_back(connection: Connection, sent_back: Iterable[Return]) -> None:
    for one in sent_back:
        place = {"period": one.period, "sender": one.sender, "sha256": one.sha256}
        known = sa.select(returns.c.number).filter_by(**place)
        if connection.scalar(known) is None:
            connection.execute(sa.insert(returns).values(file=one.file, faults=written(one.faults), **place))
