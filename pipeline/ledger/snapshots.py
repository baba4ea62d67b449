"""The rows and figures of a period ↔ the snapshot of it that the ledger holds."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.ledger.chain import extend
from pipeline.ledger.kept import Types, filled, revived, written
from pipeline.ledger.nouns import Snapshot
from pipeline.ledger.schema import rollups, snapshot_rows, snapshots
from pipeline.model import Figure, Period, Row, Tables, table

AT_ONCE = 5_000  # rows on their way into the ledger
ROLLED_UP = ("全市", "镇街:")  # whose figures are kept for trends

Trend = dict[str, dict[str, Fraction | int | None]]


def stored(connection: Connection) -> dict[str, Snapshot]:
    query = sa.select(snapshots.c.period, snapshots.c.inputs_sha256, snapshots.c.issued)
    return {row.period: Snapshot(*row) for row in connection.execute(query)}


def tables(connection: Connection, period: str, types: Types) -> Tables:
    query = sa.select(snapshot_rows.c.form, snapshot_rows.c.data).where(snapshot_rows.c.period == period)
    found: dict[str, list[dict[str, Any]]] = {form: [] for form in types}
    for form, data in connection.execute(query.order_by(snapshot_rows.c.form, snapshot_rows.c.position)):
        found.setdefault(form, []).append(revived(json.loads(data), types.get(form, {})))
    return Tables({form: table(found[form], types[form]) for form in types})


def trend(connection: Connection, name: str, scopes: Collection[str]) -> Trend:
    """A figure of some scopes by period, oldest first, and scope."""
    columns = (rollups.c.period, rollups.c.scope, rollups.c.value)
    query = sa.select(*columns).join(snapshots).where(rollups.c.name == name, rollups.c.scope.in_(scopes))
    found: Trend = {}
    for period, scope, value in connection.execute(query.order_by(snapshots.c.as_of, rollups.c.period)):
        found.setdefault(period, {})[scope] = None if value is None else _number(value)
    return found


def write(
    connection: Connection, period: Period, inputs_sha256: str, tables: Tables, figures: Iterable[Figure]
) -> None:
    """Put a period's rows and figures in the place of what an un-issued snapshot of it held; an issued one stands."""
    if connection.scalar(sa.select(snapshots.c.issued).where(snapshots.c.period == period.text)):
        return
    for held in (rollups, snapshot_rows, snapshots):
        connection.execute(sa.delete(held).where(held.c.period == period.text))
    values = {"as_of": period.as_of.isoformat(), "inputs_sha256": inputs_sha256, "issued": False}
    connection.execute(sa.insert(snapshots).values(period=period.text, **values))
    rows = (row for form, found in tables.forms.items() for row in _rows(period.text, form, found))
    for held, lines in ((snapshot_rows, rows), (rollups, _rolled_up(period.text, figures))):
        while some := list(islice(lines, AT_ONCE)):
            connection.execute(sa.insert(held), some)


def mark_issued(connection: Connection, period: str, issued: bool) -> None:
    marked = sa.update(snapshots).where(snapshots.c.period == period, snapshots.c.issued.is_not(issued))
    if connection.execute(marked.values(issued=issued)).rowcount:
        extend(connection, [("快照定稿" if issued else "快照解除定稿", {"period": period})])


def _rows(period: str, form: str, found: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for position, row in enumerate(found):
        place = {"period": period, "form": form, "position": position}
        yield place | {"project": row["id"] or "", "town": row.get("town"), "data": written(filled(row))}


def _rolled_up(period: str, figures: Iterable[Figure]) -> Iterator[dict[str, Any]]:
    for figure in figures:
        if figure.scope.startswith(ROLLED_UP):
            value = None if figure.value is None else str(figure.value)
            place = {"period": period, "scope": figure.scope, "name": figure.name}
            yield place | {"value": value, "unit": figure.unit}


def _number(text: str) -> Fraction | int:
    value = Fraction(text)
    return int(value) if value.denominator == 1 else value
